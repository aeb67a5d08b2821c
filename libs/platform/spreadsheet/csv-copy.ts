import type { CsvFormat } from './csv-reader';
import { toInert } from './inert-text';
import { encode } from './text-encoding';

/**
 * Rows as a CSV file in the delimiter and the encoding of another one, so that it can be given
 * back as it came. Text that a spreadsheet would calculate gets a leading apostrophe.
 */
export function writeRowsAsCsv(
  rows: AsyncIterable<readonly string[]>,
  { encoding, delimiter }: CsvFormat,
): AsyncIterable<Buffer> {
  async function* records(): AsyncGenerator<string> {
    for await (const row of rows) {
      const cells = row.map((cell) => quoted(toInert(cell), delimiter));
      yield `${cells.join(delimiter)}\r\n`;
    }
  }
  return encode(records(), encoding);
}

function quoted(value: string, delimiter: string): string {
  if (!/["\r\n]|^\s|\s$/.test(value) && !value.includes(delimiter)) return value;
  return `"${value.replaceAll('"', '""')}"`;
}
