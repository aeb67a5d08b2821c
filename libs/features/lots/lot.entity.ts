import { Column, Entity, PrimaryColumn } from 'typeorm';
import { GramsColumn } from '#platform/database/columns';

/**
 * Identified material. Masses are those it began with; what went into other lots is counted in
 * the columns named out, and where the rest is, the books say.
 */
@Entity('lot')
export class LotEntity {
  @PrimaryColumn('uuid') readonly id: string;
  /** The contribution that brought it; null when it was made of other lots. */
  @Column('uuid', { name: 'contribution_id', nullable: true })
  readonly contributionId: string | null;
  /** The log entry in which it began. */
  @Column('uuid', { name: 'entry_id' }) readonly entryId: string;
  @Column('text') readonly material: string;
  @Column('text') readonly form: string;
  @Column('text') readonly depot: string;
  @GramsColumn({ name: 'gross_grams' }) readonly grossGrams: bigint;
  @GramsColumn({ name: 'gross_out' }) readonly grossOut: bigint;
  @GramsColumn({ name: 'contained_grams' }) readonly containedGrams: bigint;
  @GramsColumn({ name: 'contained_out' }) readonly containedOut: bigint;
  @Column('text') readonly assay: string;
  @Column('text', { name: 'assay_uncertainty', nullable: true })
  readonly assayUncertainty: string | null;
  @Column('text', { name: 'assay_certificate', nullable: true })
  readonly assayCertificate: string | null;
  @Column('text', { name: 'package_unit', nullable: true }) readonly packageUnit: string | null;
  @GramsColumn({ name: 'package_count', nullable: true }) readonly packageCount: bigint | null;
  @GramsColumn({ name: 'packages_out' }) readonly packagesOut: bigint;
  /** Canonical JSON of its attestations. */
  @Column('text') readonly provenance: string;
  @Column('text', { nullable: true }) readonly storage: string | null;
  @Column('date', { name: 'best_before', nullable: true }) readonly bestBefore: string | null;
  /** The member that keeps the title; null: it is the Trust's. */
  @Column('text', { name: 'title_holder', nullable: true }) readonly titleHolder: string | null;
  @Column('date', { name: 'received_on' }) readonly receivedOn: string;
}
