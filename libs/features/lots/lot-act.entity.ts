import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ObjectionState } from '#domain/lifecycle/lifecycles';
import { GramsColumn, MomentColumn } from '#platform/database/columns';

/** A lot on its way from one depot to another, or arrived there. */
@Entity('lot_move')
export class LotMoveEntity {
  @PrimaryColumn('uuid') readonly id: string;
  @Column('uuid', { name: 'lot_id' }) readonly lotId: string;
  @Column('text', { name: 'from_depot' }) readonly fromDepot: string;
  @Column('text', { name: 'to_depot' }) readonly toDepot: string;
  @GramsColumn() readonly grams: bigint;
  @Column('date', { name: 'dispatched_on' }) readonly dispatchedOn: string;
  @Column('uuid', { name: 'dispatched_by' }) readonly dispatchedBy: string;
  @GramsColumn({ name: 'arrived_grams', nullable: true }) readonly arrivedGrams: bigint | null;
  @Column('date', { name: 'arrived_on', nullable: true }) readonly arrivedOn: string | null;
  @Column('uuid', { name: 'arrived_by', nullable: true }) readonly arrivedBy: string | null;
  /** Why less arrived than was sent. */
  @Column('text', { nullable: true }) readonly reason: string | null;
}

/** What an auditor objects to in a lot, and the hold that an administrator placed for it. */
@Entity('lot_objection')
export class LotObjectionEntity {
  @PrimaryColumn('uuid') readonly id: string;
  @Column('uuid', { name: 'lot_id' }) readonly lotId: string;
  @Column('text') readonly state: ObjectionState;
  @Column('text') readonly statement: string;
  @Column('uuid', { name: 'raised_by' }) readonly raisedBy: string;
  @MomentColumn({ name: 'raised_at' }) readonly raisedAt: string;
  @Column('uuid', { name: 'held_by', nullable: true }) readonly heldBy: string | null;
  @GramsColumn({ name: 'held_grams', nullable: true }) readonly heldGrams: bigint | null;
  @Column('uuid', { name: 'released_by', nullable: true }) readonly releasedBy: string | null;
  /** Why the hold was released. */
  @Column('text', { nullable: true }) readonly reason: string | null;
}

/** Material that is gone: proposed by one administrator, booked when another confirms it. */
@Entity('lot_loss')
export class LotLossEntity {
  @PrimaryColumn('uuid') readonly id: string;
  @Column('uuid', { name: 'lot_id' }) readonly lotId: string;
  @GramsColumn() readonly grams: bigint;
  @Column('text') readonly reason: string;
  @Column('date', { name: 'effective_on' }) readonly effectiveOn: string;
  @Column('uuid', { name: 'proposed_by' }) readonly proposedBy: string;
  @MomentColumn({ name: 'proposed_at' }) readonly proposedAt: string;
  @Column('uuid', { name: 'confirmed_by', nullable: true }) readonly confirmedBy: string | null;
}
