import { pipeline, Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { SHEET_LIMITS } from './limits';
import { faultsOfCells, malformed, tooLarge, type SheetRow } from './sheet-row';
import { decode, type Encoding } from './text-encoding';

export const DELIMITERS = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** How a CSV file is written. */
export interface CsvFormat {
  readonly encoding: Encoding;
  readonly delimiter: Delimiter;
}

/**
 * The rows of a CSV file (RFC 4180, with any line ends), in constant memory. Empty lines count as
 * rows but are not given. Refuses `spreadsheet-malformed` and `spreadsheet-too-large`.
 */
export async function* readCsv(
  bytes: AsyncIterable<Uint8Array>,
  { encoding, delimiter }: CsvFormat,
): AsyncGenerator<SheetRow> {
  const parser = parse({
    bom: true,
    delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    max_record_size: SHEET_LIMITS.recordBytes,
  });
  // The parser reads UTF-8 bytes itself; other encodings reach it as text.
  const source = encoding === 'utf-8' ? bytes : decode(bytes, encoding);
  pipeline(Readable.from(source), parser, () => undefined);
  let number = 0;
  try {
    for await (const record of parser as AsyncIterable<string[]>) {
      number += 1;
      if (record.length === 1 && record[0] === '') continue;
      yield toRow(number, record);
    }
  } catch (error) {
    throw error instanceof CsvError ? refusalOf(error) : error;
  }
}

function toRow(number: number, cells: string[]): SheetRow {
  if (number > SHEET_LIMITS.rows) throw tooLarge('rows', SHEET_LIMITS.rows, number);
  if (cells.length > SHEET_LIMITS.columns) throw tooLarge('columns', SHEET_LIMITS.columns, number);
  const faults = faultsOfCells(cells);
  return faults ? { number, cells, faults } : { number, cells };
}

const REASONS: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quotation mark is opened and never closed',
  INVALID_OPENING_QUOTE: 'a quotation mark stands inside a cell that is not quoted: double it',
  CSV_INVALID_CLOSING_QUOTE: 'text follows a closing quotation mark: double those inside a cell',
};

/** Rows before the error may not have been given yet, so that only the parser knows the place. */
function refusalOf(error: CsvError): Error {
  const row = Number((error as { records?: unknown }).records ?? 0) + 1;
  if (error.code === 'CSV_MAX_RECORD_SIZE') {
    return tooLarge('bytes in one row', SHEET_LIMITS.recordBytes, row);
  }
  const reason = REASONS[error.code] ?? 'the quotation marks do not match';
  return malformed(`The file cannot be read from row ${row} on: ${reason}.`, row);
}
