import { hash } from 'node:crypto';
import { DomainError } from '#domain/errors';
import { readFields } from '#platform/http/validation';
import { readDecimal, type DecimalMark } from '#platform/spreadsheet/decimal-mark';
import { fromInert } from '#platform/spreadsheet/inert-text';
import { columnLetters, type SheetRow } from '#platform/spreadsheet/sheet-row';
import { readHeader, type Header, type ImportColumn } from './import-columns';
import type { Cells, ImportKind } from './import-kind';

/** What is wrong with one row: where, what stands there, and what would be right. */
export interface RowFault {
  readonly row: number;
  /** Its name, or its letters where the header gives none; null when it is the whole row. */
  readonly column: string | null;
  readonly code: string;
  readonly found: string;
  readonly expected: string;
}

/** One command of a file, read but not decided. */
export interface FileCommand {
  readonly rows: readonly { readonly number: number; readonly cells: Cells }[];
  readonly request: object;
  /** SHA-256 of what makes it unlike any other of its owner, in hexadecimal digits. */
  readonly key: string;
  readonly faults: readonly RowFault[];
}

interface ReadRow {
  readonly number: number;
  readonly cells: Cells;
  readonly faults: RowFault[];
}

export interface Reading {
  readonly kind: ImportKind;
  readonly decimalMark: DecimalMark;
  /** Rows up to this one are passed over; a command never goes across it. */
  readonly after: number;
}

/** Rows that may belong together. */
const GROUP_ROWS_MAX = 60;
const TEXT_MAX = 300;

/**
 * The commands of a file, in its order. Refuses `import-columns-wrong` and `import-empty`, and
 * whatever reading the rows refuses.
 */
export async function* readCommands(
  rows: AsyncIterable<SheetRow>,
  { kind, decimalMark, after }: Reading,
): AsyncGenerator<FileCommand> {
  let header: Header | undefined;
  let group: ReadRow[] = [];
  let isEmpty = true;
  for await (const row of rows) {
    if (!header) {
      header = readHeader(kind.columns, row.cells);
      continue;
    }
    if (row.number <= after) {
      isEmpty = false;
      continue;
    }
    const read = readRow(row, header, kind, decimalMark);
    if (Object.keys(read.cells).length === 0 && read.faults.length === 0) continue;
    isEmpty = false;
    if (group.length > 0 && !belongs(kind, group, read)) {
      yield toCommand(kind, group);
      group = [];
    }
    group.push(read);
  }
  if (isEmpty) throw noRows();
  if (group.length > 0) yield toCommand(kind, group);
}

/** The refusal of a file without data. */
export function noRows(): DomainError {
  const message = 'The file has no row of data under the names of the columns.';
  return new DomainError('rule', 'import-empty', message);
}

function belongs(kind: ImportKind, group: readonly ReadRow[], row: ReadRow): boolean {
  if (kind.groupedBy === undefined || group.length === GROUP_ROWS_MAX) return false;
  const name = row.cells[kind.groupedBy];
  return name !== undefined && group.at(-1)?.cells[kind.groupedBy] === name;
}

function readRow(
  row: SheetRow,
  header: Header,
  { columns }: ImportKind,
  decimalMark: DecimalMark,
): ReadRow {
  const { number } = row;
  const cells: Record<string, string> = {};
  const faults: RowFault[] = (row.faults ?? []).map(({ column, ...fault }) => ({
    row: number,
    ...fault,
    column: column === null ? null : (header[column]?.name ?? columnLetters(column)),
  }));
  for (const [index, raw] of row.cells.entries()) {
    const text = fromInert(raw.trim());
    const column = header[index];
    if (text === '' || column === null) continue;
    if (column === undefined) {
      const expected = 'no more cells than the first row names';
      faults.push(faultAt(number, columnLetters(index), 'cell-without-column', text, expected));
      continue;
    }
    const read = readCell(column, text, row.typed?.has(index) ? '.' : decimalMark);
    cells[column.name] = read.text;
    if (read.expected === undefined || faults.some((one) => one.column === column.name)) continue;
    faults.push(faultAt(number, column.name, 'cell-malformed', text, read.expected));
  }
  if (Object.keys(cells).length > 0) faults.push(...missingIn(cells, columns, number));
  return { number, cells, faults };
}

function missingIn(cells: Cells, columns: readonly ImportColumn[], row: number): RowFault[] {
  return columns
    .filter(({ required, name }) => required && cells[name] === undefined)
    .map(({ name, meaning, example }) =>
      faultAt(row, name, 'cell-missing', '', `${meaning} Such as ${example}`),
    );
}

function readCell(
  column: ImportColumn,
  text: string,
  mark: DecimalMark,
): { readonly text: string; readonly expected?: string } {
  if (column.type === 'boolean') {
    const word = text.toLowerCase();
    return /^(true|false)$/.test(word) ? { text: word } : { text, expected: 'true or false' };
  }
  if (column.type === 'decimal') {
    const read = readDecimal(text, mark);
    return 'value' in read ? { text: read.value } : { text, expected: read.expected };
  }
  const { pattern } = column;
  if (!pattern || pattern.test(text)) return { text };
  return { text, expected: `${column.meaning} Such as ${column.example}` };
}

function toCommand(kind: ImportKind, group: readonly ReadRow[]): FileCommand {
  const rows = group.map(({ number, cells }) => ({ number, cells }));
  const cells = rows.map((row) => row.cells);
  const faults = group.flatMap((row) => row.faults);
  const { request, faults: broken } = readFields(kind.request, kind.fields(cells));
  for (const { pointer, code, detail } of broken) {
    const at = placeOf(kind, group, pointer);
    const isKnown = faults.some(({ row, column }) => row === at.row && column === at.column);
    if (!isKnown) faults.push({ ...at, code: `field-${kebab(code)}`, expected: detail });
  }
  const key = hash('sha256', kind.key(cells));
  return { rows, request, key, faults };
}

/** A refusal of a command, at the row and the column that it points to. */
export function faultOfRefusal(
  kind: ImportKind,
  { rows }: Pick<FileCommand, 'rows'>,
  { code, message, facts }: DomainError,
): RowFault {
  const { pointer } = facts;
  const at = placeOf(kind, rows, typeof pointer === 'string' ? pointer : '');
  return { ...at, code, expected: message.slice(0, TEXT_MAX) };
}

/** Which cell a pointer into the request means. A number in it is the row within the group. */
function placeOf(
  kind: ImportKind,
  rows: readonly { readonly number: number; readonly cells: Cells }[],
  pointer: string,
): Pick<RowFault, 'row' | 'column' | 'found'> {
  const [, index = '0'] = /\/(\d+)(?:\/|$)/.exec(pointer) ?? [];
  const { number, cells } = rows[Number(index)] ?? rows[0] ?? { number: 0, cells: {} };
  const column = columnAt(kind, pointer.replace(/\/\d+(?=\/|$)/, '/*'));
  const found = column === undefined ? '' : (cells[column.name] ?? '');
  return { row: number, column: column?.name ?? null, found: found.slice(0, TEXT_MAX) };
}

/** The value itself, a part of what is pointed to, or what the pointer goes into. */
function columnAt({ columns }: ImportKind, place: string): ImportColumn | undefined {
  if (place === '') return undefined;
  const at = (test: (one: string) => boolean): ImportColumn | undefined =>
    columns.find((column) => column.at.some(test));
  return (
    at((one) => one === place) ??
    at((one) => one.startsWith(`${place}/`)) ??
    at((one) => place.startsWith(`${one}/`))
  );
}

function faultAt(
  row: number,
  column: string,
  code: string,
  found: string,
  expected: string,
): RowFault {
  return { row, column, code, found: found.slice(0, TEXT_MAX), expected };
}

/** `isUuid` -> `is-uuid`. */
function kebab(code: string): string {
  return code.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
