import { Column, Entity, PrimaryColumn } from 'typeorm';
import { GramsColumn, MomentColumn } from '#platform/database/columns';

/** What a member says it requires; a later revision replaces an earlier one. */
@Entity('need')
export class NeedEntity {
  @PrimaryColumn('uuid', { name: 'disruption_id' }) readonly disruptionId: string;
  @PrimaryColumn('text') readonly member: string;
  @PrimaryColumn('int') readonly revision: number;
  @GramsColumn() readonly grams: bigint;
  @GramsColumn() readonly essential: bigint;
  @Column('uuid', { name: 'stated_by' }) readonly statedBy: string;
  @MomentColumn({ name: 'stated_at' }) readonly statedAt: string;
}
