import { Readable } from 'node:stream';
import { DomainError } from '#domain/errors';
import { DELIMITERS, readCsv, type Delimiter } from './csv-reader';
import type { SheetRow } from './sheet-row';
import type { Detected, Encoding } from './text-encoding';

/** Rows that are read with each delimiter in turn. */
const TRIAL_ROWS = 200;

const NAMES: Readonly<Record<Delimiter, string>> = {
  ',': 'comma',
  ';': 'semicolon',
  '\t': 'tab',
  '|': 'bar',
};

/** The beginning of a file, and whether that is all of it. */
export interface FileHead {
  readonly bytes: Uint8Array;
  readonly isWhole: boolean;
}

interface Trial {
  readonly delimiter: Delimiter;
  /** Names of the header that are columns we know. */
  readonly known: number;
  /** Columns of every trial row; 0 when the rows differ or cannot be read. */
  readonly columns: number;
}

/**
 * Which delimiter makes a table of the beginning of a file: the one whose header has most of the
 * known names, else the only one that splits every row into the same number of columns.
 */
export async function detectDelimiter(
  head: FileHead,
  encoding: Encoding,
  isKnown: (name: string) => boolean,
): Promise<Detected<Delimiter>> {
  const trials: Trial[] = [];
  for (const delimiter of DELIMITERS) {
    trials.push(await tryDelimiter(head, { encoding, delimiter }, isKnown));
  }
  const most = Math.max(...trials.map(({ known }) => known));
  const named = trials.filter(({ known }) => most > 0 && known === most);
  const [one, another] = named.length === 1 ? named : trials.filter(({ columns }) => columns > 1);
  if (one === undefined || another !== undefined) {
    return {
      value: null,
      because: 'No single delimiter splits the file into a table.',
      candidates: DELIMITERS,
    };
  }
  const { delimiter, known, columns } = one;
  const because =
    known > 0
      ? `With the ${NAMES[delimiter]}, ${known} column names of the header are known.`
      : `With the ${NAMES[delimiter]}, every row has ${columns} columns.`;
  return { value: delimiter, because, candidates: [delimiter] };
}

async function tryDelimiter(
  head: FileHead,
  format: { encoding: Encoding; delimiter: Delimiter },
  isKnown: (name: string) => boolean,
): Promise<Trial> {
  const rows = await firstRows(head, format, TRIAL_ROWS);
  const [header] = rows;
  const counts = new Set(rows.map(({ cells }) => cells.length));
  return {
    delimiter: format.delimiter,
    // A name that stays whole without any delimiter would count for each of them.
    known: header && header.cells.length > 1 ? header.cells.filter(isKnown).length : 0,
    columns: counts.size === 1 ? (header?.cells.length ?? 0) : 0,
  };
}

async function firstRows(
  { bytes, isWhole }: FileHead,
  format: { encoding: Encoding; delimiter: Delimiter },
  count: number,
): Promise<SheetRow[]> {
  const rows: SheetRow[] = [];
  try {
    for await (const row of readCsv(Readable.from([bytes]), format)) {
      rows.push(row);
      if (rows.length === count) return rows;
    }
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return rows;
  }
  // A beginning may end in the middle of a row.
  return isWhole ? rows : rows.slice(0, -1);
}
