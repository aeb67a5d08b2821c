import { Column, Entity, PrimaryColumn } from 'typeorm';
import { GramsColumn, MomentColumn } from '#platform/database/columns';

/** Material owed back after a drawdown: a loan in kind at interest 0. */
@Entity('replenishment')
export class ReplenishmentEntity {
  @PrimaryColumn('uuid') readonly id: string;
  @Column('uuid', { name: 'drawdown_id' }) readonly drawdownId: string;
  /** From 1 in the order of the due dates. */
  @Column('int') readonly instalment: number;
  @Column('text') readonly member: string;
  @Column('text') readonly material: string;
  @GramsColumn() readonly grams: bigint;
  @Column('date', { name: 'due_date' }) readonly dueDate: string;
  @Column('text') readonly state: 'owed' | 'returned';
  @MomentColumn({ name: 'owed_at' }) readonly owedAt: string;
}
