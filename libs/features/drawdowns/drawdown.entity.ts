import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { DrawdownState } from '#domain/lifecycle/lifecycles';
import { GramsColumn, MomentColumn } from '#platform/database/columns';

@Entity('drawdown')
export class DrawdownEntity {
  @PrimaryColumn('uuid') readonly id: string;
  @Column('uuid', { name: 'award_id' }) readonly awardId: string;
  @Column('text') readonly member: string;
  @Column('text') readonly material: string;
  @GramsColumn() readonly grams: bigint;
  @Column('text') readonly state: DrawdownState;
  @Column('uuid', { name: 'ordered_by' }) readonly orderedBy: string;
  @Column('uuid', { name: 'released_by', nullable: true }) readonly releasedBy: string | null;
  @Column('uuid', { name: 'collected_by', nullable: true }) readonly collectedBy: string | null;
  @MomentColumn({ name: 'ordered_at' }) readonly orderedAt: string;
}

/** One line of the pick list: how much of which lot leaves which depot. */
@Entity('drawdown_line')
export class DrawdownLineEntity {
  @PrimaryColumn('uuid', { name: 'drawdown_id' }) readonly drawdownId: string;
  @PrimaryColumn('uuid', { name: 'lot_id' }) readonly lotId: string;
  @Column('text') readonly depot: string;
  @GramsColumn() readonly grams: bigint;
}
