import { Column, Entity, PrimaryColumn } from 'typeorm';
import { MomentColumn } from '#platform/database/columns';

@Entity('member')
export class MemberEntity {
  @PrimaryColumn('text') readonly code: string;
  @Column('text') readonly name: string;
  @Column('text') readonly region: string;
  @Column('boolean', { name: 'least_developed' }) readonly leastDeveloped: boolean;
  @Column('text', { name: 'equity_multiplier' }) readonly equityMultiplier: string;
  @MomentColumn({ name: 'admitted_at' }) readonly admittedAt: string;
}
