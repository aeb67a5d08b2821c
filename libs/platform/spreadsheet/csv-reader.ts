import { CsvError, parse } from 'csv-parse/sync';
import { SHEET_LIMITS } from './limits';
import { faultsOfCells, hasSuspects, malformed, tooLarge, type SheetRow } from './sheet-row';
import { decode, type Encoding } from './text-encoding';

export const DELIMITERS = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** The longest row that is taken, when all of it is quotes that are doubled, and room for more. */
const HELD_CHARS_MAX = 2 * SHEET_LIMITS.recordBytes + 1_024;

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
  let number = 0;
  for await (const text of wholeRecords(decode(bytes, encoding))) {
    const records = recordsOf(text, delimiter, number);
    const isPlain = !hasSuspects(text);
    for (const record of records) {
      number += 1;
      if (record.length === 1 && record[0] === '') continue;
      yield toRow(number, record, isPlain);
    }
  }
}

/**
 * The text in pieces that end where a record ends: at a line break that is not inside quotes. A
 * quote inside a quoted cell is doubled, so that an even number of them lies before such a break.
 */
async function* wholeRecords(texts: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  for await (const text of texts) {
    rest += text;
    // A piece ends with its break, and the second half of one may still be to come.
    const end = endOfRecords(rest);
    // What is too long is given as it is, to be refused with its place.
    if (end === 0 && rest.length <= HELD_CHARS_MAX) continue;
    yield rest.slice(0, end || rest.length);
    rest = rest.slice(end || rest.length);
  }
  if (rest !== '') yield rest;
}

/** Where the last whole record of a text ends, behind its line break; 0 where none does. */
function endOfRecords(text: string): number {
  let end = lastBreak(text, text.length);
  if (!text.includes('"')) return end;
  let quotes = countQuotes(text, 0, end);
  while (end > 0 && quotes % 2 === 1) {
    const before = lastBreak(text, end - 1);
    quotes -= countQuotes(text, before, end);
    end = before;
  }
  return end;
}

/** Behind the last line break that ends before `limit`, or 0. */
function lastBreak(text: string, limit: number): number {
  const feed = text.lastIndexOf('\n', limit - 1);
  // A carriage return at the very end may be the first half of a break.
  const last = limit === text.length ? limit - 2 : limit - 1;
  const carriage = last < 0 ? -1 : text.lastIndexOf('\r', last);
  return Math.max(feed, carriage) + 1;
}

function countQuotes(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf('"', from); at !== -1 && at < to; at = text.indexOf('"', at + 1)) {
    count += 1;
  }
  return count;
}

/** Whole records of a text. Without a quote, cells and rows end where their marks stand. */
function recordsOf(text: string, delimiter: Delimiter, before: number): string[][] {
  if (text.includes('"')) return parseQuoted(text, delimiter, before);
  const lines = text.split(/\r\n|\n|\r/);
  // What follows the last break is no record, unless something stands there.
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line, index) => {
    if (line.length > SHEET_LIMITS.recordBytes) throw recordTooLong(before + index + 1);
    return line.split(delimiter);
  });
}

function parseQuoted(text: string, delimiter: Delimiter, before: number): string[][] {
  try {
    return parse(text, {
      delimiter,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      max_record_size: SHEET_LIMITS.recordBytes,
    });
  } catch (error) {
    throw error instanceof CsvError ? refusalOf(error, before) : error;
  }
}

function toRow(number: number, cells: string[], isPlain: boolean): SheetRow {
  if (number > SHEET_LIMITS.rows) throw tooLarge('rows', SHEET_LIMITS.rows, number);
  if (cells.length > SHEET_LIMITS.columns) throw tooLarge('columns', SHEET_LIMITS.columns, number);
  const isSound = isPlain && cells.every(({ length }) => length <= SHEET_LIMITS.cellChars);
  const faults = isSound ? undefined : faultsOfCells(cells);
  return faults ? { number, cells, faults } : { number, cells };
}

const REASONS: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quotation mark is opened and never closed',
  INVALID_OPENING_QUOTE: 'a quotation mark stands inside a cell that is not quoted: double it',
  CSV_INVALID_CLOSING_QUOTE: 'text follows a closing quotation mark: double those inside a cell',
};

function recordTooLong(row: number): Error {
  return tooLarge('bytes in one row', SHEET_LIMITS.recordBytes, row);
}

/** The parser counts the records of its piece; `before` is how many came before them. */
function refusalOf(error: CsvError, before: number): Error {
  const row = before + Number((error as { records?: unknown }).records ?? 0) + 1;
  if (error.code === 'CSV_MAX_RECORD_SIZE') return recordTooLong(row);
  const reason = REASONS[error.code] ?? 'the quotation marks do not match';
  return malformed(`The file cannot be read from row ${row} on: ${reason}.`, row);
}
