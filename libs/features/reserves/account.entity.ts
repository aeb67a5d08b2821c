import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { AccountKind } from '#domain/books/account';
import { GramsColumn } from '#platform/database/columns';

/** An account with its balance, a cache that the transfers rebuild at any time. */
@Entity('account')
export class AccountEntity {
  @PrimaryColumn('text') readonly key: string;
  @Column('text') readonly material: string;
  @Column('text') readonly kind: AccountKind;
  @Column('text', { nullable: true }) readonly member: string | null;
  @Column('text', { nullable: true }) readonly depot: string | null;
  @GramsColumn() readonly posted: bigint;
  @GramsColumn({ name: 'pending_out' }) readonly pendingOut: bigint;
}
