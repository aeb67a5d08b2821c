import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ContributionState } from '#domain/lifecycle/lifecycles';
import { GramsColumn, MomentColumn } from '#platform/database/columns';

/** A delivery against a pledge: what was announced, and who received and decided it. */
@Entity('contribution')
export class ContributionEntity {
  @PrimaryColumn('uuid') readonly id: string;
  @Column('uuid', { name: 'pledge_id' }) readonly pledgeId: string;
  @Column('text') readonly member: string;
  @Column('text') readonly material: string;
  @Column('text') readonly state: ContributionState;
  @Column('date', { name: 'expected_on' }) readonly expectedOn: string;
  @Column('text') readonly form: string;
  @Column('text') readonly depot: string;
  @GramsColumn({ name: 'gross_grams' }) readonly grossGrams: bigint;
  @Column('text') readonly assay: string;
  @GramsColumn({ name: 'expected_grams' }) readonly expectedGrams: bigint;
  /** Contained grams as received; null until then. */
  @GramsColumn({ name: 'contained_grams', nullable: true }) readonly containedGrams: bigint | null;
  @Column('text', { name: 'package_unit', nullable: true }) readonly packageUnit: string | null;
  @GramsColumn({ name: 'package_count', nullable: true }) readonly packageCount: bigint | null;
  /** Canonical JSON of the attestation, when there is one. */
  @Column('text', { nullable: true }) readonly provenance: string | null;
  @Column('text') readonly title: Title;
  /** The legal day: that of the receipt, until then the expected one. */
  @Column('date', { name: 'effective_date' }) readonly effectiveDate: string;
  /** Null only for contributions from before there were notices. */
  @Column('uuid', { name: 'notified_by', nullable: true }) readonly notifiedBy: string | null;
  @MomentColumn({ name: 'notified_at' }) readonly notifiedAt: string;
  @Column('uuid', { name: 'received_by', nullable: true }) readonly receivedBy: string | null;
  @MomentColumn({ name: 'received_at', nullable: true }) readonly receivedAt: string | null;
  @Column('uuid', { name: 'decided_by', nullable: true }) readonly decidedBy: string | null;
  @Column('text', { nullable: true }) readonly reason: string | null;
}

/** A mistake to be taken back: proposed by one administrator, booked when another confirms it. */
@Entity('contribution_reversal')
export class ContributionReversalEntity {
  @PrimaryColumn('uuid') readonly id: string;
  @Column('uuid', { name: 'contribution_id' }) readonly contributionId: string;
  @Column('text') readonly reason: string;
  @Column('uuid', { name: 'proposed_by' }) readonly proposedBy: string;
  @Column('uuid', { name: 'confirmed_by', nullable: true }) readonly confirmedBy: string | null;
  @MomentColumn({ name: 'proposed_at' }) readonly proposedAt: string;
}

/** Whose the material will be: the Trust's, or still the member's. */
export const TITLES = ['trust', 'member'] as const;
export type Title = (typeof TITLES)[number];
