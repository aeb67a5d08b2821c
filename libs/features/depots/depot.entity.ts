import { Column, Entity, PrimaryColumn } from 'typeorm';
import { MomentColumn } from '#platform/database/columns';

@Entity('depot')
export class DepotEntity {
  @PrimaryColumn('text') readonly unlocode: string;
  @Column('text') readonly name: string;
  @Column('text') readonly country: string;
  /** Degrees as decimal text, north and east positive. */
  @Column('text') readonly latitude: string;
  @Column('text') readonly longitude: string;
  @MomentColumn({ name: 'opened_at' }) readonly openedAt: string;
}
