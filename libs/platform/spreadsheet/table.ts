import { assert } from '#domain/assert';
import { formatMass } from '#domain/quantity/mass';

/**
 * What a column holds, and the cell a row gives for it (`null` where nothing is known):
 * - `text`: any string;
 * - `mass`: grams as `bigint`, shown in the unit of the column;
 * - `date`: a calendar date `2025-02-22`;
 * - `moment`: a time in UTC, `2025-02-22T08:30:00.000Z`;
 * - `ratio`: a decimal (`-12.5`) or a fraction of whole numbers (`7/100`), as text.
 */
export type ColumnKind = 'text' | 'mass' | 'date' | 'moment' | 'ratio';
export type Cell = string | bigint | null;
/** The cells of one row, in the order of the columns. */
export type Row = readonly Cell[];

export interface Column {
  readonly name: string;
  readonly kind: ColumnKind;
  /** Of a mass: kilograms unless tonnes are asked. */
  readonly unit?: 'KGM' | 'TNE';
}

/**
 * A table on its way out. Rows are drawn one by one, only as fast as the bytes are read, and the
 * iterator is closed when the reader leaves early.
 */
export interface Table {
  readonly columns: readonly Column[];
  readonly rows: AsyncIterable<Row> | Iterable<Row>;
}

/** Turns a table into the bytes of a file; never holds more than a few rows. */
export type TableWriter = (table: Table) => AsyncIterable<Buffer>;

const SUFFIX = { KGM: '_kg', TNE: '_t' } as const;

/** Name of a column where cells cannot carry a unit: `quantity` in kilograms is `quantity_kg`. */
export function headerOf({ name, kind, unit = 'KGM' }: Column): string {
  return kind === 'mass' ? `${name}${SUFFIX[unit]}` : name;
}

/** What a number of ours looks like. Nothing of this form can be a formula, minus sign or not. */
const NUMBER = /^-?[0-9]+(\.[0-9]+)?$/;
const RATIO = /^-?[0-9]+(\.[0-9]+|\/[0-9]+)?$/;
const MOMENT = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$/;
const DATE = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;

/** What the text of a cell looks like; a mass comes as grams, never as text. */
const FORM: Readonly<Record<ColumnKind, RegExp | null>> = {
  text: null,
  mass: /^(?!)/,
  date: DATE,
  moment: MOMENT,
  ratio: RATIO,
};

export function isNumber(text: string): boolean {
  return NUMBER.test(text);
}

/** The text of a cell, checked against its column; a cell of another kind is a mistake of ours. */
export function textOf({ name, kind, unit = 'KGM' }: Column, cell: Cell): string | null {
  if (cell === null) return null;
  if (typeof cell === 'bigint') {
    assert(kind === 'mass', `column ${name} holds no masses`);
    return formatMass(cell, unit).value;
  }
  const form = FORM[kind];
  assert(form?.test(cell) ?? true, `column ${name} holds a ${kind} in every cell`);
  return cell;
}

/** The cells of a row with their columns; a row of another length is a mistake of ours. */
export function* cellsOf(columns: readonly Column[], row: Row): Generator<[Column, Cell]> {
  assert(row.length === columns.length, `a row has ${row.length} cells, not ${columns.length}`);
  for (const [index, column] of columns.entries()) yield [column, row[index] ?? null];
}
