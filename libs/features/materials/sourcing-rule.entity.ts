import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { SourcingPart } from '#domain/books/sourcing';
import type { ReleaseRuleState } from '#domain/lifecycle/lifecycles';
import { MomentColumn } from '#platform/database/columns';

@Entity('sourcing_rule')
export class SourcingRuleEntity {
  @PrimaryColumn('uuid') readonly id: string;
  @Column('text') readonly material: string;
  /** Counted for each material on its own. */
  @Column('int') readonly version: number;
  @Column('text') readonly state: ReleaseRuleState;
  @Column('text', { array: true }) readonly standards: string[];
  @Column('text', { array: true }) readonly requires: SourcingPart[];
  @Column('uuid', { name: 'proposed_by' }) readonly proposedBy: string;
  @Column('uuid', { name: 'in_force_by', nullable: true }) readonly inForceBy: string | null;
  @MomentColumn({ name: 'proposed_at' }) readonly proposedAt: string;
}
