import { assert } from '#domain/assert';
import type { DomainError } from '#domain/errors';
import type { CommandContext } from '#platform/database/command-context';
import type { RowOutcomes } from '#platform/database/row-outcomes';
import type { Tx } from '#platform/database/tx';
import type { ImportColumn } from './import-columns';
import type { KindName } from './import.entity';

/** The cells of one row by the name of their column; empty ones are not there. */
export type Cells = Readonly<Record<string, string>>;

/** What one command of a file asks for: one row, or consecutive rows that belong together. */
export interface Asked {
  readonly rows: readonly Cells[];
  /** As the route of the single command takes it, and checked by the same rules. */
  readonly request: object;
}

/**
 * One kind of import: what its file looks like, and how a row becomes the command that a person
 * would otherwise send alone. Nothing about the commands themselves is decided here.
 */
export interface ImportKind {
  readonly name: KindName;
  readonly role: 'operator' | 'administrator';
  readonly meaning: string;
  readonly columns: readonly ImportColumn[];
  /** Consecutive rows with the same text in this column are one command. */
  readonly groupedBy?: string;
  /** The class whose rules a request must keep. */
  readonly request: new () => object;
  /** What makes a command unlike any other of its owner: with the same key it is the same one. */
  key(rows: readonly Cells[]): string;
  fields(rows: readonly Cells[]): object;
  /** Writes up to 1,000 commands; gives the id of what each made, or its refusal, in order. */
  write(tx: Tx, ctx: CommandContext, asked: readonly Asked[]): Promise<readonly Written[]>;
}

export type Written = { readonly id: string } | DomainError;

/** A mass as requests take it; nothing when the cell is empty, so that the fault is named. */
export function massOf(value: string | undefined, unit: string | undefined): object {
  return { value, unit };
}

/** The fields that have a value, in an object of their own. */
export function present(fields: Record<string, unknown>): object {
  const kept: Record<string, unknown> = {};
  for (const name in fields) if (fields[name] !== undefined) kept[name] = fields[name];
  return kept;
}

/** The outcomes of rows that were accepted and refused, in the order of the rows. */
export function inOrder({ accepted, refused }: RowOutcomes<{ readonly id: string }>): Written[] {
  const written: Written[] = [];
  for (const { row, answer } of accepted) written[row] = answer;
  for (const { row, error } of refused) written[row] = error;
  assert(written.length === accepted.length + refused.length, 'every row has one outcome');
  return written;
}
