import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Instalment, PledgeBalance } from '#domain/books/pledge';
import type { PledgeState } from '#domain/lifecycle/lifecycles';
import { GramsColumn, MomentColumn } from '#platform/database/columns';

@Entity('pledge')
export class PledgeEntity implements PledgeBalance {
  @PrimaryColumn('uuid') readonly id: string;
  @Column('text') readonly member: string;
  @Column('text') readonly material: string;
  @Column('text') readonly state: PledgeState;
  @GramsColumn() readonly grams: bigint;
  @GramsColumn() readonly delivered: bigint;
  @Column('text', { nullable: true }) readonly note: string | null;
  @Column('uuid', { name: 'offered_by' }) readonly offeredBy: string;
  @Column('uuid', { name: 'accepted_by', nullable: true }) readonly acceptedBy: string | null;
  @MomentColumn({ name: 'offered_at' }) readonly offeredAt: string;
}

@Entity('instalment')
export class InstalmentEntity implements Instalment {
  @PrimaryColumn('uuid', { name: 'pledge_id' }) readonly pledgeId: string;
  @PrimaryColumn('int') readonly ordinal: number;
  @Column('date', { name: 'due_date' }) readonly dueDate: string;
  @GramsColumn() readonly grams: bigint;
}
