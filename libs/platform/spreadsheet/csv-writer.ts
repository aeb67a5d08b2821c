import { inChunks } from './chunks';
import { toInert } from './inert-text';
import { cellsOf, headerOf, textOf, type Cell, type Column, type Row, type Table } from './table';

/**
 * A table as CSV (RFC 4180): UTF-8 without a byte order mark, commas, CRLF after every record, a
 * header record first, quotes only where needed; an unknown cell is empty. Text that a spreadsheet
 * would calculate gets a leading apostrophe; numbers of ours do not, as `-12.5` calculates to
 * itself.
 */
export function writeCsv(table: Table): AsyncIterable<Buffer> {
  return inChunks(records(table));
}

async function* records({ columns, rows }: Table): AsyncGenerator<string> {
  yield record(columns.map((column) => toInert(headerOf(column))));
  for await (const row of rows) yield record(fields(columns, row));
}

function fields(columns: readonly Column[], row: Row): string[] {
  return [...cellsOf(columns, row)].map(([column, cell]) => field(column, cell));
}

function field(column: Column, cell: Cell): string {
  const text = textOf(column, cell) ?? '';
  return column.kind === 'text' ? toInert(text) : text;
}

function record(values: readonly string[]): string {
  const [only] = values;
  // One empty field would be an empty line, which readers skip.
  if (values.length === 1 && only === '') return '""\r\n';
  return `${values.map(quoted).join(',')}\r\n`;
}

/** Fields with a comma, a quote, a line break or an outer space stand in quotes. */
function quoted(value: string): string {
  return /[",\r\n]|^\s|\s$/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
