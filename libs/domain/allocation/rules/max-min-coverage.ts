import * as rational from '../../quantity/rational';
import type { Rational } from '../../quantity/rational';
import { fill } from '../water-level';
import { at, each } from './amounts';
import type { Amounts } from './amounts';
import type { Bounds } from './equal-awards';

/**
 * Max-min coverage: raises the least (supply + award) / use first, so that everybody who is short
 * has equal days of supply. `uses` is what a claimant uses a day, or over the whole horizon.
 */
export function maxMinCoverage(
  estate: Rational,
  claims: Amounts,
  uses: Amounts,
  supplies: Amounts = each(rational.ZERO, claims),
  { lower, upper = claims }: Bounds = {},
): Amounts {
  const claimants = claims.map((_, index) => ({
    offset: rational.sub(rational.ZERO, at(supplies, index)),
    weight: at(uses, index),
    lower: lower === undefined ? rational.ZERO : at(lower, index),
    upper: at(upper, index),
  }));
  return fill(estate, claimants).awards;
}
