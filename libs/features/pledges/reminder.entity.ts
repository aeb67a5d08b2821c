import { Column, Entity, PrimaryColumn } from 'typeorm';
import { GramsColumn, MomentColumn } from '#platform/database/columns';

/** How near a due day is, or that it has passed. */
export type ReminderStage = 'before-90' | 'before-30' | 'due' | 'overdue';

/** That a member was reminded of an instalment: once for each stage of each due day. */
@Entity('reminder')
export class ReminderEntity {
  @PrimaryColumn('uuid') readonly id: string;
  @Column('uuid', { name: 'pledge_id' }) readonly pledgeId: string;
  @Column('date', { name: 'due_date' }) readonly dueDate: string;
  @Column('text') readonly stage: ReminderStage;
  @Column('text') readonly member: string;
  @Column('text') readonly material: string;
  @GramsColumn() readonly outstanding: bigint;
  @Column('uuid', { name: 'entry_id' }) readonly entryId: string;
  @MomentColumn({ name: 'recorded_at' }) readonly recordedAt: string;
}
