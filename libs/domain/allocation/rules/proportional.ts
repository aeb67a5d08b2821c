import * as rational from '../../quantity/rational';
import type { Rational } from '../../quantity/rational';
import { fill } from '../water-level';
import type { Amounts } from './amounts';

/** Everybody gets the same part of its claim. */
export function proportional(estate: Rational, claims: Amounts): Amounts {
  const claimants = claims.map((claim) => ({
    offset: rational.ZERO,
    weight: claim,
    lower: rational.ZERO,
    upper: claim,
  }));
  return fill(estate, claimants).awards;
}
