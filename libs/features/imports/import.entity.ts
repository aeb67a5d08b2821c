import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ImportState } from '#domain/lifecycle/lifecycles';
import { GramsColumn, MomentColumn } from '#platform/database/columns';
import type { SheetType } from '#platform/spreadsheet/limits';

export const KINDS = ['contributions', 'lots', 'baselines', 'pledges'] as const;
export type KindName = (typeof KINDS)[number];

/** `all`: every row is right, or nothing comes in; `valid`: the rows that are right come in. */
export const MODES = ['all', 'valid'] as const;
export type Mode = (typeof MODES)[number];

@Entity('import')
export class ImportEntity {
  @PrimaryColumn('uuid') readonly id: string;
  /** A member's code, or `trust` for what administrators bring in. */
  @Column('text') readonly owner: string;
  @Column('text', { nullable: true }) readonly member: string | null;
  @Column('text') readonly kind: KindName;
  @Column('text') readonly mode: Mode;
  @Column('text') readonly state: ImportState;
  @Column('text', { name: 'file_name' }) readonly fileName: string;
  @Column('text', { name: 'file_type', nullable: true }) readonly fileType: SheetType | null;
  /** Bytes, not grams: the column is a bigint too. */
  @GramsColumn({ name: 'file_bytes' }) readonly fileBytes: bigint;
  @Column('bytea', { name: 'file_digest' }) readonly fileDigest: Buffer;
  @Column('uuid', { nullable: true }) readonly upload: string | null;
  @Column('uuid', { name: 'error_file', nullable: true }) readonly errorFile: string | null;
  /** JSON of `Detection`. */
  @Column('text', { nullable: true }) readonly detected: string | null;
  /** JSON of `ConfirmedFormat`. */
  @Column('text', { nullable: true }) readonly format: string | null;
  /** JSON of code, message and facts. */
  @Column('text', { nullable: true }) readonly problem: string | null;
  @Column('int', { name: 'rows_total', nullable: true }) readonly rowsTotal: number | null;
  @Column('int', { name: 'rows_read' }) readonly rowsRead: number;
  @Column('int', { name: 'rows_valid' }) readonly rowsValid: number;
  @Column('int', { name: 'rows_refused' }) readonly rowsRefused: number;
  @Column('int', { name: 'rows_committed' }) readonly rowsCommitted: number;
  @Column('int') readonly cursor: number;
  @Column('int') readonly attempt: number;
  @Column('int') readonly tries: number;
  @MomentColumn({ name: 'lease_until', nullable: true }) readonly leaseUntil: string | null;
  @MomentColumn({ name: 'nudged_at', nullable: true }) readonly nudgedAt: string | null;
  @Column('int', { name: 'errors_of' }) readonly errorsOf: number;
  @Column('uuid', { name: 'opened_by' }) readonly openedBy: string;
  @Column('uuid') readonly acting: string;
  @MomentColumn({ name: 'opened_at' }) readonly openedAt: string;
  @MomentColumn({ name: 'settled_at', nullable: true }) readonly settledAt: string | null;
}
