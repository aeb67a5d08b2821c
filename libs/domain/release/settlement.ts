import { yearsAfter } from './calendar';

/** A loan in kind: the same material is due back, so many years after it was collected. */
export interface Loan {
  readonly basis: 'loan';
  readonly years: number;
}

/** The terms of a release: a loan in kind, unless the rule says grant. */
export type Terms = Loan | { readonly basis: 'grant' };

/** What a member collected, and on which day (RFC 3339). */
export interface Drawdown {
  readonly member: string;
  readonly grams: bigint;
  readonly collectedOn: string;
}

export const LOAN_IN_KIND: Loan = { basis: 'loan', years: 1 };

/** What a member owes for what it collected, in grams of contained mass: interest is 0. */
export interface Settlement {
  readonly member: string;
  readonly grams: bigint;
  /** RFC 3339 date. */
  readonly dueOn: string;
}

/** Stage 23: what is owed for a drawdown, and when; a grant is not owed back, and gives null. */
export function settle(drawdown: Drawdown, terms: Loan): Settlement;
export function settle(drawdown: Drawdown, terms: Terms): Settlement | null;
export function settle({ member, grams, collectedOn }: Drawdown, terms: Terms): Settlement | null {
  if (terms.basis === 'grant') return null;
  return { member, grams, dueOn: yearsAfter(collectedOn, terms.years) };
}
