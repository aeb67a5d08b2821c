import * as rational from '../../quantity/rational';
import type { Rational } from '../../quantity/rational';
import { fill } from '../water-level';
import { at, halves, plus } from './amounts';
import type { Amounts } from './amounts';
import { equalAwards } from './equal-awards';
import { equalLosses } from './equal-losses';

/** A rule on one pool: estate and claims in one unit, 0 <= estate <= sum of claims. */
type Rule = (estate: Rational, claims: Amounts) => Amounts;

/**
 * Talmud rule: equal awards on the half-claims, then equal losses on the other halves. The
 * nucleolus of O'Neill's game (Aumann and Maschler 1985).
 */
export const talmud: Rule = onHalves(equalAwards, equalLosses);

/** Reverse Talmud rule: equal losses on the half-claims, then equal awards on the other halves. */
export const reverseTalmud: Rule = onHalves(equalLosses, equalAwards);

/** Piniles' rule (1861): equal awards on the half-claims, then again on the other halves. */
export const piniles: Rule = onHalves(equalAwards, equalAwards);

/**
 * Constrained egalitarian rule (Chun, Schummer and Thomson 2001): equal awards on the half-claims;
 * above them max(claim / 2, min(claim, t)): nobody loses what half of the claims gave it.
 */
export function constrainedEgalitarian(estate: Rational, claims: Amounts): Amounts {
  const half = halves(claims);
  if (rational.compare(estate, rational.sum(half)) <= 0) return equalAwards(estate, half);
  const claimants = claims.map((upper, index) => ({
    offset: rational.ZERO,
    weight: rational.ONE,
    lower: at(half, index),
    upper,
  }));
  return fill(estate, claimants).awards;
}

/** One rule until everybody has half its claim, another on the halves that are left. */
function onHalves(first: Rule, second: Rule): Rule {
  return (estate, claims) => {
    const half = halves(claims);
    const rest = rational.sub(estate, rational.sum(half));
    return rest.p <= 0n ? first(estate, half) : plus(half, second(rest, half));
  };
}
