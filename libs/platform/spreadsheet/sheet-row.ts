import { DomainError } from '#domain/errors';
import { SHEET_LIMITS } from './limits';

/** One row of a sheet as text, whatever file it came from. */
export interface SheetRow {
  /** As a person sees it: the first row of the sheet is 1. */
  readonly number: number;
  readonly cells: readonly string[];
  /** Columns, from 0, whose cell is a number or a date of its own type: written with a point. */
  readonly typed?: ReadonlySet<number>;
  /** Cells that cannot be taken as they are. */
  readonly faults?: readonly CellFault[];
}

/** A cell that cannot be taken, with what stands there and what would be right. */
export interface CellFault {
  /** From 0; null when it is about the whole row. */
  readonly column: number | null;
  readonly code: string;
  readonly found: string;
  readonly expected: string;
}

/** The letters of a column as spreadsheet programs show them: 0 is A, 26 is AA. */
export function columnLetters(index: number): string {
  const tail = String.fromCharCode(65 + (index % 26));
  return index < 26 ? tail : `${columnLetters(Math.floor(index / 26) - 1)}${tail}`;
}

/** A file that cannot be read at all, or from this row on. Refused as `spreadsheet-malformed`. */
export function malformed(message: string, row?: number): DomainError {
  const facts = row === undefined ? {} : { row: row.toString() };
  return new DomainError('rule', 'spreadsheet-malformed', message, facts);
}

/** A file beyond a limit. Refused as `spreadsheet-too-large`, naming the limit. */
export function tooLarge(what: string, limit: number, row?: number): DomainError {
  return new DomainError(
    'rule',
    'spreadsheet-too-large',
    `The file has more than ${limit.toLocaleString('en')} ${what}; split it.`,
    { limit: limit.toString(), of: what, ...(row === undefined ? {} : { row: row.toString() }) },
  );
}

const SUSPECT = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffd]|\p{Cs}/u;

/** Whether a text holds what no cell may hold; any length is fine here. */
export function hasSuspects(text: string): boolean {
  return SUSPECT.test(text);
}

/** What no cell may hold, whatever its column: damage, control characters, sheer length. */
export function faultsOfCells(cells: readonly string[]): CellFault[] | undefined {
  let faults: CellFault[] | undefined;
  for (const [column, text] of cells.entries()) {
    const fault = faultOfCell(text);
    if (fault) (faults ??= []).push({ column, ...fault });
  }
  return faults;
}

function faultOfCell(text: string): Omit<CellFault, 'column'> | null {
  if (text.length > SHEET_LIMITS.cellChars) {
    return {
      code: 'cell-too-long',
      found: `${text.length} characters`,
      expected: `at most ${SHEET_LIMITS.cellChars} characters`,
    };
  }
  if (!SUSPECT.test(text)) return null;
  const damaged = /\ufffd|\p{Cs}/u.test(text);
  return {
    code: damaged ? 'cell-encoding-invalid' : 'cell-control-character',
    found: text.slice(0, 200),
    expected: damaged
      ? 'bytes that are text in the confirmed encoding'
      : 'text without control characters',
  };
}
