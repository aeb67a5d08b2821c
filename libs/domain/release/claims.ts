import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import type { ReleaseParameters } from './parameters';

/** Stage 7: what a member may consume over the horizon under restraint, in mass. */
export function permissibleNeed(
  baseline: Rational,
  restraint: Rational,
  horizonDays: bigint,
): Rational {
  const allowed = rational.sub(rational.ONE, restraint);
  return rational.mul(rational.mul(allowed, baseline), rational.of(horizonDays));
}

/** What own supply leaves uncovered of the permissible need, never negative, in mass. */
export function gapOf(permissible: Rational, ownSupply: Rational, horizonDays: bigint): Rational {
  const supplied = rational.mul(ownSupply, rational.of(horizonDays));
  return rational.max(rational.ZERO, rational.sub(permissible, supplied));
}

/** The smaller of need and gap, rounded down; a need not stated counts as the gap. */
export function claimOf(need: bigint | null, gap: Rational): bigint {
  const verified = rational.floor(gap);
  return need === null || need > verified ? verified : need;
}

/** Essential use after the rule's cap: a share of the baseline over the horizon. */
export function cappedEssential(
  essential: bigint,
  baseline: Rational,
  parameters: Pick<ReleaseParameters, 'floorCap' | 'horizonDays'>,
): bigint {
  const horizon = rational.mul(baseline, rational.of(parameters.horizonDays));
  const cap = rational.floor(rational.mul(parameters.floorCap, horizon));
  return essential < cap ? essential : cap;
}

/** Stage 8: the smaller of claim and essential use. */
export function floorOf(claim: bigint, essential: bigint): bigint {
  return claim < essential ? claim : essential;
}

/** Claim and floor in whole award units: a claim is rounded down, a floor up but not above it. */
export function inUnits(
  claim: bigint,
  floor: bigint,
  unit: bigint,
): { readonly claim: bigint; readonly floor: bigint } {
  const claimUnits = claim / unit;
  const floorUnits = (floor + unit - 1n) / unit;
  return { claim: claimUnits, floor: floorUnits < claimUnits ? floorUnits : claimUnits };
}

/** What a weight is made of. */
export interface Merit {
  readonly baseline: Rational;
  readonly equityMultiplier: Rational;
  /** Vested deliveries over vested pledges, before clamping to [standingMin, 1]. */
  readonly standing: Rational;
}

/** Stage 9: baseline x equity multiplier x standing, the last two held inside the rule's bounds. */
export function weightOf(
  merit: Merit,
  bounds: Pick<ReleaseParameters, 'standingMin' | 'equityMin' | 'equityMax'>,
): Rational {
  const equity = rational.clamp(merit.equityMultiplier, bounds.equityMin, bounds.equityMax);
  const standing = rational.clamp(merit.standing, bounds.standingMin, rational.ONE);
  return rational.mul(rational.mul(merit.baseline, equity), standing);
}

/** A claim with weight 0 would never be served: it takes the smallest positive weight. */
export function withSmallestWeight(
  weights: readonly Rational[],
  claims: readonly bigint[],
): readonly Rational[] {
  const positive = weights.filter((weight) => weight.p > 0n);
  const smallest = positive.length === 0 ? rational.ONE : positive.reduce(rational.min);
  return weights.map((weight, index) =>
    weight.p === 0n && (claims[index] ?? 0n) > 0n ? smallest : weight,
  );
}
