import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { AwardState } from '#domain/lifecycle/award';
import type { RunState } from '#domain/lifecycle/lifecycles';
import { GramsColumn, MomentColumn } from '#platform/database/columns';

@Entity('allocation_run')
export class AllocationRunEntity {
  @PrimaryColumn('uuid') readonly id: string;
  @Column('uuid', { name: 'disruption_id' }) readonly disruptionId: string;
  @Column('text') readonly material: string;
  @Column('uuid', { name: 'release_rule_id' }) readonly releaseRuleId: string;
  @Column('text') readonly state: RunState;
  /** Counts the claims of workers; the newest claim is the fence. */
  @Column('int') readonly attempt: number;
  /** Canonical JSON of the frozen input, and its SHA-256 in hexadecimal. */
  @Column('text', { nullable: true }) readonly snapshot: string | null;
  @Column('text', { name: 'snapshot_digest', nullable: true })
  readonly snapshotDigest: string | null;
  /** Canonical JSON of the RunRecord. */
  @Column('text', { nullable: true }) readonly result: string | null;
  @Column('text', { nullable: true }) readonly reason: string | null;
  @Column('uuid', { name: 'started_by' }) readonly startedBy: string;
  @Column('uuid', { name: 'decided_by', nullable: true }) readonly decidedBy: string | null;
  @MomentColumn({ name: 'queued_at' }) readonly queuedAt: string;
  @MomentColumn({ name: 'proposed_at', nullable: true }) readonly proposedAt: string | null;
  @MomentColumn({ name: 'published_at', nullable: true }) readonly publishedAt: string | null;
}

/** A pending transfer that keeps one lot's grams for one member of a run. */
@Entity('earmark')
export class EarmarkEntity {
  @PrimaryColumn('uuid', { name: 'transfer_id' }) readonly transferId: string;
  @Column('uuid', { name: 'run_id' }) readonly runId: string;
  @Column('text') readonly member: string;
  @Column('uuid', { name: 'lot_id' }) readonly lotId: string;
  @Column('text') readonly depot: string;
  @GramsColumn() readonly grams: bigint;
}

@Entity('award')
export class AwardEntity {
  @PrimaryColumn('uuid') readonly id: string;
  @Column('uuid', { name: 'run_id' }) readonly runId: string;
  @Column('text') readonly member: string;
  @Column('text') readonly material: string;
  @GramsColumn() readonly grams: bigint;
  @GramsColumn() readonly ordered: bigint;
  @GramsColumn() readonly collected: bigint;
  /** What its member gave back, or let lapse. */
  @GramsColumn() readonly waived: bigint;
  @Column('text') readonly state: AwardState;
  @Column('uuid', { name: 'entry_id' }) readonly entryId: string;
  @MomentColumn({ name: 'published_at' }) readonly publishedAt: string;
}
