import * as rational from '../../quantity/rational';
import type { Rational } from '../../quantity/rational';
import { fill } from '../water-level';
import { at, each } from './amounts';
import type { Amounts } from './amounts';

/** What an award may not leave: by default nothing below 0 and nothing above the claim. */
export interface Bounds {
  readonly lower?: Amounts | undefined;
  readonly upper?: Amounts | undefined;
}

/** Constrained equal awards: the same award for everybody, at most the claim: min(claim, t). */
export function equalAwards(estate: Rational, claims: Amounts): Amounts {
  return weightedEqualAwards(estate, claims, each(rational.ONE, claims));
}

/** Weighted constrained equal awards between bounds: min(upper, max(lower, t * weight)). */
export function weightedEqualAwards(
  estate: Rational,
  claims: Amounts,
  weights: Amounts,
  { lower, upper = claims }: Bounds = {},
): Amounts {
  const claimants = claims.map((_, index) => ({
    offset: rational.ZERO,
    weight: at(weights, index),
    lower: lower === undefined ? rational.ZERO : at(lower, index),
    upper: at(upper, index),
  }));
  return fill(estate, claimants).awards;
}
