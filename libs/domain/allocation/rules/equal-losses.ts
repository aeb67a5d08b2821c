import * as rational from '../../quantity/rational';
import type { Rational } from '../../quantity/rational';
import { fill } from '../water-level';
import { at, each } from './amounts';
import type { Amounts } from './amounts';
import type { Bounds } from './equal-awards';

/** Constrained equal losses: the same loss for everybody, at most the claim: max(0, claim - t). */
export function equalLosses(estate: Rational, claims: Amounts): Amounts {
  return weightedEqualLosses(estate, claims, each(rational.ONE, claims));
}

/**
 * Weighted constrained equal losses between bounds: min(upper, max(lower, claim - t * weight)).
 * A larger weight is a larger loss.
 */
export function weightedEqualLosses(
  estate: Rational,
  claims: Amounts,
  weights: Amounts,
  { lower, upper = claims }: Bounds = {},
): Amounts {
  const claimants = claims.map((claim, index) => ({
    offset: claim,
    weight: at(weights, index),
    lower: lower === undefined ? rational.ZERO : at(lower, index),
    upper: at(upper, index),
  }));
  return fill(estate, claimants).awards;
}
