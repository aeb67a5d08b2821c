import { formatMass } from '#domain/quantity/mass';
import { inChunks } from './chunks';
import { cellsOf, textOf, type Cell, type Column, type Table } from './table';

/**
 * A table as JSON Lines: one object a line, LF after each, UTF-8, every column present and named
 * without its unit. Masses are `{"value": "12500.5", "unit": "KGM"}`, everything else text or
 * null; no JSON number, so that no reader can lose a digit.
 */
export function writeJsonLines(table: Table): AsyncIterable<Buffer> {
  return inChunks(lines(table));
}

async function* lines({ columns, rows }: Table): AsyncGenerator<string> {
  for await (const row of rows) {
    const fields = [...cellsOf(columns, row)].map(
      ([column, cell]) => `${JSON.stringify(column.name)}:${JSON.stringify(value(column, cell))}`,
    );
    yield `{${fields.join(',')}}\n`;
  }
}

function value(column: Column, cell: Cell): unknown {
  const text = textOf(column, cell);
  return typeof cell === 'bigint' ? formatMass(cell, column.unit) : text;
}
