import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ChannelState } from '#domain/lifecycle/lifecycles';
import { MomentColumn } from '#platform/database/columns';

/** A way by which the notices of one recipient leave the house. */
@Entity('channel')
export class ChannelEntity {
  @PrimaryColumn('uuid') readonly id: string;
  /** A member's code, or `trust`. */
  @Column('text') readonly recipient: string;
  @Column('text') readonly kind: 'webhook' | 'e-mail';
  /** An address of the web or of mail. */
  @Column('text') readonly target: string;
  @Column('text') readonly state: ChannelState;
  /** When the first failure was since which nothing was delivered. */
  @MomentColumn({ name: 'failing_since', nullable: true }) readonly failingSince: string | null;
  @Column('uuid', { name: 'opened_by' }) readonly openedBy: string;
  @MomentColumn({ name: 'opened_at' }) readonly openedAt: string;
}
