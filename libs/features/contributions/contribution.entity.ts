import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ContributionState } from '#domain/lifecycle/lifecycles';
import { GramsColumn, MomentColumn } from '#platform/database/columns';

@Entity('contribution')
export class ContributionEntity {
  @PrimaryColumn('uuid') readonly id: string;
  @Column('uuid', { name: 'pledge_id' }) readonly pledgeId: string;
  @Column('text') readonly member: string;
  @Column('text') readonly material: string;
  @Column('text') readonly state: ContributionState;
  @Column('date', { name: 'effective_date' }) readonly effectiveDate: string;
  @Column('uuid', { name: 'received_by' }) readonly receivedBy: string;
  @Column('uuid', { name: 'decided_by', nullable: true }) readonly decidedBy: string | null;
  @Column('text', { nullable: true }) readonly reason: string | null;
  @MomentColumn({ name: 'received_at' }) readonly receivedAt: string;
}

/** The identified material that a contribution brought. */
@Entity('lot')
export class LotEntity {
  @PrimaryColumn('uuid') readonly id: string;
  @Column('uuid', { name: 'contribution_id' }) readonly contributionId: string;
  @Column('text') readonly material: string;
  @Column('text') readonly form: string;
  @Column('text') readonly depot: string;
  @GramsColumn({ name: 'gross_grams' }) readonly grossGrams: bigint;
  @Column('text') readonly assay: string;
  @GramsColumn({ name: 'contained_grams' }) readonly containedGrams: bigint;
  @Column('date', { name: 'received_on' }) readonly receivedOn: string;
}
