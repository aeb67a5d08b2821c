import { assert } from '#domain/assert';
import { DomainError } from '#domain/errors';

/** How many rows one set-based command takes. */
export const ROWS_MAX = 1_000;

/** What became of the rows of a set-based command, each by its index from 0, in order. */
export interface RowOutcomes<Answer> {
  readonly accepted: readonly { readonly row: number; readonly answer: Answer }[];
  readonly refused: readonly { readonly row: number; readonly error: DomainError }[];
}

/** Decides each row by itself. A refused row is kept with its refusal; other errors go on. */
export function decideRows<Row, Decided>(
  rows: readonly Row[],
  decide: (row: Row) => Decided,
): RowOutcomes<Decided> {
  assert(rows.length <= ROWS_MAX, `at most ${ROWS_MAX} rows a call`);
  const accepted: { row: number; answer: Decided }[] = [];
  const refused: { row: number; error: DomainError }[] = [];
  for (const [row, given] of rows.entries()) {
    try {
      accepted.push({ row, answer: decide(given) });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      refused.push({ row, error });
    }
  }
  return { accepted, refused };
}

/** The answer of a command of one row, or its refusal. */
export function onlyAnswer<Answer>({ accepted, refused }: RowOutcomes<Answer>): Answer {
  const [refusal] = refused;
  if (refusal) throw refusal.error;
  const [only] = accepted;
  assert(only, 'a row is accepted or refused');
  return only.answer;
}
