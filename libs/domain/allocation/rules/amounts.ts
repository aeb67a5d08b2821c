import { assert } from '../../assert';
import * as rational from '../../quantity/rational';
import type { Rational } from '../../quantity/rational';

/** One figure for each claimant, in the order of the claims. */
export type Amounts = readonly Rational[];

/** The figure of one claimant. */
export function at(amounts: Amounts, index: number): Rational {
  const amount = amounts[index];
  assert(amount !== undefined, 'one figure for each claimant');
  return amount;
}

export function plus(a: Amounts, b: Amounts): Amounts {
  return a.map((each, index) => rational.add(each, at(b, index)));
}

export function minus(a: Amounts, b: Amounts): Amounts {
  return a.map((each, index) => rational.sub(each, at(b, index)));
}

/** The smaller of two figures for each claimant. */
export function lesser(a: Amounts, b: Amounts): Amounts {
  return a.map((each, index) => rational.min(each, at(b, index)));
}

export function halves(amounts: Amounts): Amounts {
  const two = rational.of(2n);
  return amounts.map((amount) => rational.div(amount, two));
}

/** The same figure for each of so many claimants. */
export function each(amount: Rational, like: Amounts): Amounts {
  return like.map(() => amount);
}
