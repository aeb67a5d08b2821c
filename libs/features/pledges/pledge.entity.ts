import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Instalment, PledgeBalance, UnderWay } from '#domain/books/pledge';
import type { PledgeState, RevisionState } from '#domain/lifecycle/lifecycles';
import { GramsColumn, MomentColumn } from '#platform/database/columns';

@Entity('pledge')
export class PledgeEntity implements PledgeBalance, UnderWay {
  @PrimaryColumn('uuid') readonly id: string;
  @Column('text') readonly member: string;
  @Column('text') readonly material: string;
  @Column('text') readonly state: PledgeState;
  /** What is promised now: the sum of the instalments of the revision in force. */
  @GramsColumn() readonly grams: bigint;
  @GramsColumn() readonly delivered: bigint;
  /** What was promised once and is no longer, by withdrawal; amendments do not count here. */
  @GramsColumn() readonly withdrawn: bigint;
  @GramsColumn() readonly announced: bigint;
  @GramsColumn() readonly received: bigint;
  /** The revision in force. */
  @Column('int') readonly revision: number;
  @Column('text', { nullable: true }) readonly note: string | null;
  @Column('uuid', { name: 'offered_by' }) readonly offeredBy: string;
  @Column('uuid', { name: 'accepted_by', nullable: true }) readonly acceptedBy: string | null;
  /** Null until it is offered: nobody but the member and the Trust sees such a pledge. */
  @MomentColumn({ name: 'offered_at', nullable: true }) readonly offeredAt: string | null;
}

/** A schedule of a pledge: the offer, an amendment, or what a withdrawal left. */
@Entity('pledge_revision')
export class PledgeRevisionEntity {
  @PrimaryColumn('uuid') readonly id: string;
  @Column('uuid', { name: 'pledge_id' }) readonly pledgeId: string;
  @Column('int') readonly revision: number;
  @Column('text') readonly act: 'offer' | 'amendment' | 'withdrawal';
  @Column('text') readonly state: RevisionState;
  /** Why it was proposed; an offer needs no reason. */
  @Column('text', { nullable: true }) readonly reason: string | null;
  /** Why it was declined; null otherwise. */
  @Column('text', { nullable: true }) readonly answer: string | null;
  @Column('uuid', { name: 'proposed_by' }) readonly proposedBy: string;
  @MomentColumn({ name: 'proposed_at' }) readonly proposedAt: string;
  @Column('uuid', { name: 'decided_by', nullable: true }) readonly decidedBy: string | null;
  @MomentColumn({ name: 'decided_at', nullable: true }) readonly decidedAt: string | null;
}

/** A dated part of one revision; never changed. */
@Entity('instalment')
export class InstalmentEntity implements Instalment {
  @PrimaryColumn('uuid', { name: 'pledge_id' }) readonly pledgeId: string;
  @PrimaryColumn('int') readonly revision: number;
  @PrimaryColumn('int') readonly ordinal: number;
  @Column('date', { name: 'due_date' }) readonly dueDate: string;
  @GramsColumn() readonly grams: bigint;
  /** Promised up to and with this instalment: it is open while less than that is delivered. */
  @GramsColumn() readonly cumulative: bigint;
}

/** What an accepted contribution counted for, on both clocks. */
@Entity('delivery')
export class DeliveryEntity {
  @PrimaryColumn('uuid', { name: 'transfer_id' }) readonly transferId: string;
  @Column('uuid', { name: 'pledge_id' }) readonly pledgeId: string;
  @GramsColumn() readonly grams: bigint;
  @Column('date', { name: 'effective_date' }) readonly effectiveDate: string;
  @MomentColumn({ name: 'recorded_at' }) readonly recordedAt: string;
}
