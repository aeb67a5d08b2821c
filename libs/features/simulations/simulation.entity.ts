import { Column, Entity, PrimaryColumn } from 'typeorm';
import { MomentColumn } from '#platform/database/columns';

export const READERS = ['own', 'link'] as const;
/** Who may read: users of the maker's member (or of the Trust), or all who have the link. */
export type Readers = (typeof READERS)[number];

@Entity('simulation')
export class SimulationEntity {
  /** Hexadecimal SHA-256 of `input`. */
  @PrimaryColumn('text') readonly id: string;
  @Column('text') readonly kind: 'live' | 'hypothetical';
  /** Canonical JSON of `SimulationInput` and of `SimulationRecord`. */
  @Column('text') readonly input: string;
  @Column('text') readonly record: string;
  /** Whose users alone may read hypothetical figures; null for the Trust's own. */
  @Column('text', { nullable: true }) readonly member: string | null;
  @Column('text') readonly readers: Readers;
  @Column('uuid', { name: 'first_by' }) readonly firstBy: string;
  @MomentColumn({ name: 'first_at' }) readonly firstAt: string;
}
