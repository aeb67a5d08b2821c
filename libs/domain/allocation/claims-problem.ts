import { DomainError } from '../errors';
import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import type { Amounts } from './rules/amounts';

/**
 * An estate to divide among claimants, all in one unit. What a rule takes besides estate and claims
 * says `divideClaims`; absent bounds are 0 and the claim.
 */
export interface ClaimsProblem {
  readonly estate: Rational;
  readonly claims: Amounts;
  readonly weights?: Amounts | undefined;
  readonly lower?: Amounts | undefined;
  readonly upper?: Amounts | undefined;
}

export const CLAIMS_EXTRAS = ['weights', 'lower', 'upper'] as const;

const LISTS = ['claims', ...CLAIMS_EXTRAS] as const;
type Field = 'estate' | (typeof LISTS)[number];

/** Refuses as `claims-problem-invalid`, with the JSON pointer of the figure that is wrong. */
export function refuseProblem(pointer: string, expected: string): never {
  const message = `The problem's ${pointer} must be ${expected}.`;
  throw new DomainError('invalid', 'claims-problem-invalid', message, { pointer });
}

/**
 * Refuses what is no problem: a negative figure, lists of different lengths, a floor above the
 * upper bound or the claim, a weight of 0 with a claim above 0.
 */
export function checkClaimsProblem(problem: ClaimsProblem): void {
  if (problem.estate.p < 0n) refuseNegative('estate');
  for (const field of LISTS) checkList(problem, field);
  for (const [index, claim] of problem.claims.entries()) {
    checkFloor(problem, index, claim);
    if (problem.weights?.[index]?.p === 0n && claim.p > 0n) {
      refuseProblem(`/weights/${index}`, 'above 0, as the claim is above 0');
    }
  }
}

function checkFloor({ lower, upper }: ClaimsProblem, index: number, claim: Rational): void {
  const floor = lower?.[index] ?? rational.ZERO;
  const cap = upper?.[index] ?? claim;
  const pointer = `/lower/${index}`;
  if (rational.compare(floor, claim) > 0) refuseProblem(pointer, 'at most the claim');
  if (rational.compare(floor, cap) > 0) refuseProblem(pointer, 'at most the upper bound');
}

function checkList(problem: ClaimsProblem, field: (typeof LISTS)[number]): void {
  const list = problem[field];
  if (list === undefined) return;
  const count = problem.claims.length;
  if (list.length !== count) {
    refuseProblem(`/${field}`, `as long as the claims, ${count}, and not ${list.length}`);
  }
  const negative = list.findIndex(({ p }) => p < 0n);
  if (negative >= 0) refuseNegative(`${field}/${negative}`);
}

function refuseNegative(place: Field | `${Field}/${number}`): never {
  refuseProblem(`/${place}`, '0 or more');
}
