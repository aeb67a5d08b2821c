import { writeCsv } from './csv-writer';
import { writeJsonLines } from './json-lines-writer';
import type { Table, TableWriter } from './table';
import { writeXlsx } from './xlsx-writer';

/** The endings a table may be asked with. */
export const FORMATS = ['csv', 'xlsx', 'jsonl'] as const;
export type Format = (typeof FORMATS)[number];

interface FormatFacts {
  readonly mediaType: string;
  readonly write: TableWriter;
}

export const FORMAT_FACTS: Readonly<Record<Format, FormatFacts>> = {
  csv: { mediaType: 'text/csv; charset=utf-8; header=present', write: writeCsv },
  xlsx: {
    mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    write: (table: Table) => writeXlsx(table),
  },
  jsonl: { mediaType: 'application/jsonl', write: writeJsonLines },
};

export function isFormat(text: string): text is Format {
  return (FORMATS as readonly string[]).includes(text);
}
