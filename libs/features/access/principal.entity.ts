import { Column, Entity, PrimaryColumn } from 'typeorm';
import { MomentColumn } from '#platform/database/columns';
import type { Role } from '#platform/database/command-context';

@Entity('principal')
export class PrincipalEntity {
  @PrimaryColumn('uuid') readonly id: string;
  @Column('text') readonly username: string;
  @Column('text', { name: 'password_hash' }) readonly passwordHash: string;
  @Column('text') readonly role: Exclude<Role, 'system'>;
  @Column('text', { nullable: true }) readonly member: string | null;
  /** The member that somebody of the Trust comes from. */
  @Column('text', { nullable: true }) readonly affiliation: string | null;
  /** Null only for the first administrators, whom the installation itself names. */
  @Column('uuid', { name: 'granted_by', nullable: true }) readonly grantedBy: string | null;
  @Column('uuid', { name: 'confirmed_by', nullable: true }) readonly confirmedBy: string | null;
  @MomentColumn({ name: 'created_at' }) readonly createdAt: string;
}
