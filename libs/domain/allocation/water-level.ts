import { DomainError } from '../errors';
import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';

/** One claimant of the kernel: it is given clamp(level * weight + offset, lower, upper). */
export interface Claimant {
  readonly offset: Rational;
  /** Never negative; with weight 0 the award is constant. */
  readonly weight: Rational;
  readonly lower: Rational;
  readonly upper: Rational;
}

export interface Fill {
  /**
   * The highest level at which the awards sum to the estate; when every upper bound is met, the
   * level of the last claimant to meet it. Null when no claimant has a positive weight.
   */
  readonly level: Rational | null;
  readonly awards: readonly Rational[];
}

/**
 * The water level: raises one level until the clamped awards sum to the estate, exactly and in
 * O(n log n). Refuses as `estate-out-of-bounds` an estate outside [sum of lower, sum of upper].
 */
export function fill(estate: Rational, claimants: readonly Claimant[]): Fill {
  const level = levelOf(estate, claimants);
  const awards = claimants.map((claimant) => awardAt(level ?? rational.ZERO, claimant));
  return { level, awards };
}

/** What a level gives one claimant. */
export function awardAt(level: Rational, claimant: Claimant): Rational {
  const wanted = rational.add(rational.mul(level, claimant.weight), claimant.offset);
  return rational.clamp(wanted, claimant.lower, claimant.upper);
}

/** At `at / per` a claimant starts (or stops) to rise: the total gains this slope and intercept. */
interface Turn {
  readonly at: bigint;
  readonly per: bigint;
  readonly slope: bigint;
  readonly intercept: bigint;
}

/** Everything scaled to integers, so that the sweep neither divides nor reduces. */
interface Scaled {
  readonly estate: bigint;
  readonly least: bigint;
  readonly most: bigint;
  readonly turns: readonly Turn[];
  /** One scaled level unit, as a rational. */
  readonly unit: Rational;
}

function levelOf(estate: Rational, claimants: readonly Claimant[]): Rational | null {
  const scaled = scale(estate, claimants);
  if (scaled.estate < scaled.least || scaled.estate > scaled.most) {
    throw new DomainError(
      'rule',
      'estate-out-of-bounds',
      `The estate ${rational.format(estate)} lies outside what the bounds allow.`,
      { estate: rational.format(estate) },
    );
  }
  const last = scaled.turns.at(-1);
  if (last === undefined) return null;
  let slope = 0n;
  let intercept = scaled.least;
  for (const turn of scaled.turns) {
    if (slope * turn.at + intercept * turn.per > scaled.estate * turn.per) {
      return rational.mul(rational.ratio(scaled.estate - intercept, slope), scaled.unit);
    }
    slope += turn.slope;
    intercept += turn.intercept;
  }
  return rational.mul(rational.ratio(last.at, last.per), scaled.unit);
}

function scale(estate: Rational, claimants: readonly Claimant[]): Scaled {
  const amounts = claimants.flatMap(({ offset, lower, upper }) => [offset, lower, upper]);
  const perAmount = rational.commonDenominator([estate, ...amounts]);
  const perWeight = rational.commonDenominator(claimants.map(({ weight }) => weight));
  const turns: Turn[] = [];
  let least = 0n;
  let most = 0n;
  for (const claimant of claimants) {
    const offset = whole(claimant.offset, perAmount);
    const weight = whole(claimant.weight, perWeight);
    const constant = whole(awardAt(rational.ZERO, claimant), perAmount);
    const lower = weight === 0n ? constant : whole(claimant.lower, perAmount);
    const upper = weight === 0n ? constant : whole(claimant.upper, perAmount);
    least += lower;
    most += upper;
    if (weight === 0n) continue;
    turns.push({ at: lower - offset, per: weight, slope: weight, intercept: offset - lower });
    turns.push({ at: upper - offset, per: weight, slope: -weight, intercept: upper - offset });
  }
  turns.sort((a, b) => compareProducts(a.at * b.per, b.at * a.per));
  const unit = rational.ratio(perWeight, perAmount);
  return { estate: whole(estate, perAmount), least, most, turns, unit };
}

function whole(value: Rational, scaleBy: bigint): bigint {
  return value.p * (scaleBy / value.q);
}

function compareProducts(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
