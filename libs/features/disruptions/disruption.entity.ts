import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { DisruptionState } from '#domain/lifecycle/lifecycles';
import { MomentColumn } from '#platform/database/columns';

@Entity('disruption')
export class DisruptionEntity {
  @PrimaryColumn('uuid') readonly id: string;
  @Column('text') readonly reference: string;
  @Column('text') readonly title: string;
  @Column('text') readonly material: string;
  @Column('text') readonly cause: string;
  @Column('text') readonly state: DisruptionState;
  @Column('date', { name: 'starts_on' }) readonly startsOn: string;
  @Column('date', { name: 'ends_on', nullable: true }) readonly endsOn: string | null;
  @Column('date', { name: 'declared_on', nullable: true }) readonly declaredOn: string | null;
  /** Canonical JSON of the failing suppliers, see SupplierDto. */
  @Column('text') readonly suppliers: string;
  /** Canonical JSON of titles and addresses. */
  @Column('text') readonly evidence: string;
  @Column('uuid', { name: 'proposed_by', nullable: true }) readonly proposedBy: string | null;
  @Column('uuid', { name: 'declared_by', nullable: true }) readonly declaredBy: string | null;
  /** When the declaration was written down; `declaredOn` is its legal day. */
  @MomentColumn({ name: 'declared_at', nullable: true }) readonly declaredAt: string | null;
  @MomentColumn({ name: 'drafted_at' }) readonly draftedAt: string;
}
