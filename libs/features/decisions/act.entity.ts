import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Outcome } from '#domain/release/tally';
import { MomentColumn } from '#platform/database/columns';

export type ActKind = 'put-in-force' | 'declare' | 'approve-run' | 'reject-approved-run';

/** Something that was proposed and awaits decisions. */
@Entity('act')
export class ActEntity {
  @PrimaryColumn('uuid') readonly id: string;
  @Column('text') readonly kind: ActKind;
  /** Identifier of the rule, disruption or run. */
  @Column('uuid') readonly subject: string;
  @Column('uuid', { name: 'proposed_by' }) readonly proposedBy: string;
  /** Canonical JSON of `QuorumRecord`. */
  @Column('text') readonly quorum: string;
  @Column('int', { nullable: true }) readonly needed: number | null;
  @Column('text', { array: true }) readonly gaining: string[];
  @Column('text', { array: true }) readonly voters: string[];
  /** Whole weight of each of `voters`, as text. */
  @Column('bigint', { array: true }) readonly weights: string[];
  @MomentColumn({ name: 'opened_at' }) readonly openedAt: string;
  @MomentColumn({ name: 'closes_at', nullable: true }) readonly closesAt: string | null;
  @Column('text') readonly outcome: Outcome;
  @Column('uuid', { name: 'settled_by', nullable: true }) readonly settledBy: string | null;
}

@Entity('decision')
export class DecisionEntity {
  @PrimaryColumn('uuid') readonly id: string;
  @Column('uuid', { name: 'act_id' }) readonly actId: string;
  @Column('uuid') readonly principal: string;
  @Column('text', { nullable: true }) readonly member: string | null;
  @Column('boolean', { name: 'in_favour' }) readonly inFavour: boolean;
  @Column('text', { nullable: true }) readonly reason: string | null;
  @MomentColumn({ name: 'taken_at' }) readonly takenAt: string;
}
