import { DomainError } from '#domain/errors';
import type { Attestation } from '#domain/books/lot';
import type { UnderWay } from '#domain/books/pledge';
import { canonicalJson } from '#domain/log/canonical-json';

/** What became of one row of many: its answer, or why it was refused. */
export type Outcome<Answer> = Answer | DomainError;

/** The value, or the refusal that its making ended with; any other fault is ours and goes on. */
export function refusalOr<Value>(make: () => Value): Outcome<Value> {
  try {
    return make();
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
}

/** The rows that were not refused. */
export function goodOf<Answer>(outcomes: readonly Outcome<Answer>[]): Answer[] {
  return outcomes.filter((one): one is Answer => !(one instanceof DomainError));
}

/** Adds what one row changes of the grams under way against its pledge. */
export function addUnderWay(
  changes: Map<string, UnderWay>,
  pledge: string,
  { announced, received }: UnderWay,
): void {
  const before = changes.get(pledge) ?? { announced: 0n, received: 0n };
  changes.set(pledge, {
    announced: before.announced + announced,
    received: before.received + received,
  });
}

/** The attestation as text for one column: canonical JSON of the fields that are known. */
export function provenanceText(attestation: Attestation | undefined): string | null {
  if (attestation === undefined) return null;
  const known = Object.entries(attestation).filter(([, value]) => value !== undefined);
  return canonicalJson(Object.fromEntries(known));
}
