import { monthsAfter } from './calendar';
import type { TermsRecord } from './terms';

/** One dated part of what is owed back, in grams of contained mass. */
export interface Repayment {
  readonly grams: bigint;
  /** RFC 3339 date. */
  readonly dueOn: string;
}

/**
 * Stage 23: what is owed back for a drawdown under the terms of its rule. Instalments as equal as
 * whole grams allow, which add up to what was collected. A grant owes nothing. Fewer grams than
 * instalments leave out those that would be of nothing.
 */
export function repaymentSchedule(
  { grams, collectedOn }: { readonly grams: bigint; readonly collectedOn: string },
  terms: TermsRecord,
): readonly Repayment[] {
  if (terms.basis === 'grant') return [];
  const count = BigInt(terms.instalments);
  const due = (n: bigint): bigint => (grams * n) / count;
  return Array.from({ length: Number(count) }, (_one, index) => ({
    grams: due(BigInt(index) + 1n) - due(BigInt(index)),
    dueOn: monthsAfter(
      collectedOn,
      Number(terms.firstDueMonths) + index * Number(terms.everyMonths),
    ),
  })).filter((part) => part.grams > 0n);
}
