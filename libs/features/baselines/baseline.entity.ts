import { Column, Entity, PrimaryColumn } from 'typeorm';
import { GramsColumn, MomentColumn } from '#platform/database/columns';

/**
 * National figures of one member, material and year, in grams, or the reason why they are withheld:
 * then there are none. A later row revises an earlier one; none is ever changed.
 */
@Entity('baseline')
export class BaselineEntity {
  @PrimaryColumn('uuid') readonly id: string;
  @Column('text') readonly member: string;
  @Column('text') readonly material: string;
  @Column('text') readonly period: string;
  @Column('text', { nullable: true }) readonly quality: 'A' | 'B' | 'C' | 'D' | null;
  @GramsColumn({ nullable: true }) readonly consumption: bigint | null;
  @GramsColumn({ nullable: true }) readonly production: bigint | null;
  @GramsColumn({ name: 'own_ore', nullable: true }) readonly ownOre: bigint | null;
  @GramsColumn({ nullable: true }) readonly imports: bigint | null;
  @GramsColumn({ nullable: true }) readonly exports: bigint | null;
  @GramsColumn({ name: 'own_stocks', nullable: true }) readonly ownStocks: bigint | null;
  @Column('text') readonly source: string;
  @Column('boolean') readonly assumed: boolean;
  /** Why no figures are given; null where they are. */
  @Column('text', { nullable: true }) readonly withheld: string | null;
  @Column('date', { name: 'effective_date' }) readonly effectiveDate: string;
  @MomentColumn({ name: 'recorded_at' }) readonly recordedAt: string;
}
