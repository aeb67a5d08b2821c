import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { DrawdownState } from '#domain/lifecycle/drawdown';
import { GramsColumn, MomentColumn } from '#platform/database/columns';

/** A release order against an award. */
@Entity('drawdown')
export class DrawdownEntity {
  @PrimaryColumn('uuid') readonly id: string;
  @Column('uuid', { name: 'award_id' }) readonly awardId: string;
  @Column('text') readonly member: string;
  @Column('text') readonly material: string;
  @GramsColumn() readonly grams: bigint;
  @Column('text') readonly state: DrawdownState;
  @Column('uuid', { name: 'ordered_by' }) readonly orderedBy: string;
  @MomentColumn({ name: 'ordered_at' }) readonly orderedAt: string;
  @Column('text', { nullable: true }) readonly carrier: string | null;
  @Column('text', { name: 'transport_reference', nullable: true })
  readonly transportReference: string | null;
  @Column('date', { name: 'departed_on', nullable: true }) readonly departedOn: string | null;
  @Column('date', { name: 'expected_on', nullable: true }) readonly expectedOn: string | null;
  /** Signed for the Trust: so much left the depots. */
  @Column('uuid', { name: 'released_by', nullable: true }) readonly releasedBy: string | null;
  @MomentColumn({ name: 'released_at', nullable: true }) readonly releasedAt: string | null;
  /** Signed for the member: so much arrived. */
  @Column('uuid', { name: 'collected_by', nullable: true }) readonly collectedBy: string | null;
  @MomentColumn({ name: 'collected_at', nullable: true }) readonly collectedAt: string | null;
  /** Signed for the Trust where less arrived than was released. */
  @Column('uuid', { name: 'settled_by', nullable: true }) readonly settledBy: string | null;
  @MomentColumn({ name: 'settled_at', nullable: true }) readonly settledAt: string | null;
  /** What of it did not arrive, or spoilt. */
  @GramsColumn() readonly lost: bigint;
  @Column('text', { nullable: true }) readonly reason: string | null;
  @Column('date', { name: 'end_use_due', nullable: true }) readonly endUseDue: string | null;
}

/** One line of the pick list: how much of which lot leaves which depot. */
@Entity('drawdown_line')
export class DrawdownLineEntity {
  @PrimaryColumn('uuid', { name: 'drawdown_id' }) readonly drawdownId: string;
  @PrimaryColumn('uuid', { name: 'lot_id' }) readonly lotId: string;
  /** From 1 in the order of picking. */
  @Column('int') readonly position: number;
  @Column('text') readonly depot: string;
  @GramsColumn() readonly grams: bigint;
  /** What these grams weigh with the form around them. */
  @GramsColumn({ name: 'gross_grams' }) readonly grossGrams: bigint;
  @Column('text', { name: 'package_unit', nullable: true }) readonly packageUnit: string | null;
  @GramsColumn({ name: 'package_count', nullable: true }) readonly packageCount: bigint | null;
  @GramsColumn() readonly short: bigint;
  @GramsColumn() readonly damaged: bigint;
  @Column('text', { nullable: true }) readonly reason: string | null;
}

/** What a member used the material of a drawdown for. */
@Entity('end_use')
export class EndUseEntity {
  @PrimaryColumn('uuid', { name: 'drawdown_id' }) readonly drawdownId: string;
  @Column('text') readonly member: string;
  /** Canonical JSON of purposes and grams. */
  @Column('text') readonly uses: string;
  @Column('text') readonly statement: string;
  @Column('uuid', { name: 'stated_by' }) readonly statedBy: string;
  @MomentColumn({ name: 'stated_at' }) readonly statedAt: string;
}
