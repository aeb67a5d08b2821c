import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { DeadlineState } from '#domain/lifecycle/lifecycles';
import type { DeadlineStep } from '#domain/release/deadline-steps';
import { MomentColumn } from '#platform/database/columns';

/** A step that must be taken by a moment of PostgreSQL's clock. */
@Entity('deadline')
export class DeadlineEntity {
  @PrimaryColumn('uuid') readonly id: string;
  @Column('text') readonly step: DeadlineStep;
  /** The disruption, run, award or dispute that it is about. */
  @Column('uuid') readonly subject: string;
  /** Whom it is about, when it is one member. */
  @Column('text', { nullable: true }) readonly member: string | null;
  @Column('text') readonly state: DeadlineState;
  @MomentColumn({ name: 'begun_at' }) readonly begunAt: string;
  @MomentColumn({ name: 'remind_at', nullable: true }) readonly remindAt: string | null;
  @MomentColumn({ name: 'due_at' }) readonly dueAt: string;
  @MomentColumn({ name: 'reminded_at', nullable: true }) readonly remindedAt: string | null;
  @MomentColumn({ name: 'passed_at', nullable: true }) readonly passedAt: string | null;
  @MomentColumn({ name: 'ended_at', nullable: true }) readonly endedAt: string | null;
}
