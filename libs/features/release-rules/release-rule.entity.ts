import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ReleaseRuleState } from '#domain/lifecycle/lifecycles';
import { MomentColumn } from '#platform/database/columns';

@Entity('release_rule')
export class ReleaseRuleEntity {
  @PrimaryColumn('uuid') readonly id: string;
  @Column('text') readonly name: string;
  @Column('int') readonly version: number;
  @Column('text') readonly state: ReleaseRuleState;
  /** Canonical JSON of the parameters. */
  @Column('text') readonly parameters: string;
  /** Canonical JSON of the decision clock. */
  @Column('text') readonly clock: string;
  /** Canonical JSON of `QuorumsRecord`, or null for the default. */
  @Column('text', { nullable: true }) readonly quorums: string | null;
  /** Canonical JSON of what a release asks of those who receive. */
  @Column('text') readonly terms: string;
  @Column('uuid', { name: 'proposed_by' }) readonly proposedBy: string;
  @Column('uuid', { name: 'in_force_by', nullable: true }) readonly inForceBy: string | null;
  @MomentColumn({ name: 'proposed_at' }) readonly proposedAt: string;
}
