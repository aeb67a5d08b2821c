import { assert } from '../assert';
import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import { fill } from './water-level';
import type { Claimant } from './water-level';

/**
 * The rules of the literature on one pool, each a preset of the water level. Estate and claims in
 * one unit of mass, 0 <= estate <= sum of claims; refused as `estate-out-of-bounds` otherwise.
 */
export type Awards = readonly Rational[];

/** Everybody gets the same part of its claim. */
export function proportional(estate: Rational, claims: Awards): Awards {
  return fill(
    estate,
    claims.map((claim) => claimant({ weight: claim, upper: claim })),
  ).awards;
}

/** Constrained equal awards: the same award, at most one's claim. */
export function equalAwards(estate: Rational, claims: Awards): Awards {
  return weightedEqualAwards(
    estate,
    claims,
    claims.map(() => rational.ONE),
  );
}

/** Constrained equal losses: the same loss, at most one's claim. */
export function equalLosses(estate: Rational, claims: Awards): Awards {
  return fill(
    estate,
    claims.map((claim) => claimant({ offset: claim, weight: rational.ONE, upper: claim })),
  ).awards;
}

/** Aumann and Maschler 1985: equal awards on half-claims, then equal losses on the other halves. */
export function talmud(estate: Rational, claims: Awards): Awards {
  const two = rational.of(2n);
  const halves = claims.map((claim) => rational.div(claim, two));
  const half = rational.sum(halves);
  if (rational.compare(estate, half) <= 0) return equalAwards(estate, halves);
  const above = equalLosses(rational.sub(estate, half), halves);
  return halves.map((each, index) => rational.add(each, at(above, index)));
}

/** Weighted constrained equal awards, with optional floors: clamp(level * weight, floor, claim). */
export function weightedEqualAwards(
  estate: Rational,
  claims: Awards,
  weights: Awards,
  floors?: Awards,
): Awards {
  const claimants = claims.map((upper, index) =>
    claimant({
      weight: at(weights, index),
      lower: floors === undefined ? rational.ZERO : at(floors, index),
      upper,
    }),
  );
  return fill(estate, claimants).awards;
}

/** Max-min coverage: raises the least (supply + award) / need first; needs are the weights. */
export function maxMinCoverage(
  estate: Rational,
  claims: Awards,
  needs: Awards,
  supplies: Awards,
): Awards {
  const claimants = claims.map((upper, index) =>
    claimant({
      offset: rational.sub(rational.ZERO, at(supplies, index)),
      weight: at(needs, index),
      upper,
    }),
  );
  return fill(estate, claimants).awards;
}

function claimant(some: Partial<Claimant> & Pick<Claimant, 'weight' | 'upper'>): Claimant {
  return { offset: rational.ZERO, lower: rational.ZERO, ...some };
}

function at(values: Awards, index: number): Rational {
  const value = values[index];
  assert(value !== undefined, 'one figure for each claimant');
  return value;
}
