import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';

/** A member's supply over the horizon against what it consumes in normal times, in mass. */
export interface Coverage {
  readonly member: string;
  readonly need: Rational;
  readonly before: Rational;
  readonly after: Rational;
}

/** How evenly coverage is spread, before and after the awards. */
export interface Fairness {
  readonly membersCounted: bigint;
  readonly before: Spread;
  readonly after: Spread;
}

export interface Spread {
  /** Null when no member counts. */
  readonly worstOff: { readonly member: string; readonly coverage: Rational } | null;
  readonly gini: Rational;
  readonly jain: Rational;
}

/** Supply over need, at most 1: more than the need is no better covered. */
export function coverageOf(supply: Rational, need: Rational): Rational {
  return rational.min(rational.ONE, rational.div(supply, need));
}

/** Fairness of coverage over the members with a need above zero. */
export function fairnessOf(coverages: readonly Coverage[]): Fairness {
  const counted = coverages.filter(({ need }) => need.p > 0n);
  const spread = (supplyOf: (coverage: Coverage) => Rational) =>
    spreadOf(
      counted.map((each) => ({
        member: each.member,
        coverage: coverageOf(supplyOf(each), each.need),
      })),
    );
  return {
    membersCounted: BigInt(counted.length),
    before: spread(({ before }) => before),
    after: spread(({ after }) => after),
  };
}

function spreadOf(
  coverages: readonly { readonly member: string; readonly coverage: Rational }[],
): Spread {
  const values = coverages.map(({ coverage }) => coverage);
  const worstOff = coverages.reduce<Spread['worstOff']>(
    (worst, each) =>
      worst === null || rational.compare(each.coverage, worst.coverage) < 0 ? each : worst,
    null,
  );
  return { worstOff, gini: gini(values), jain: jain(values) };
}

/**
 * Gini coefficient, 0 for equality: sum over i of (2i - n - 1) v_i / (n sum v), v ascending and
 * i from 1. All values zero count as equal.
 */
export function gini(values: readonly Rational[]): Rational {
  const total = rational.sum(values);
  if (total.p === 0n) return rational.ZERO;
  const count = BigInt(values.length);
  const ranked = [...values].sort(rational.compare);
  const weighted = ranked.map((value, index) =>
    rational.mul(rational.of(2n * BigInt(index + 1) - count - 1n), value),
  );
  return rational.div(rational.sum(weighted), rational.mul(rational.of(count), total));
}

/** Jain's index, 1 for equality: (sum v)^2 / (n sum v^2). All values zero count as equal. */
export function jain(values: readonly Rational[]): Rational {
  const total = rational.sum(values);
  if (total.p === 0n) return rational.ONE;
  const squares = rational.sum(values.map((value) => rational.mul(value, value)));
  const count = rational.of(BigInt(values.length));
  return rational.div(rational.mul(total, total), rational.mul(count, squares));
}

/** A point of a Lorenz curve, both from 0 to 1. */
export interface LorenzPoint {
  /** The part of the members counted so far, the least covered first. */
  readonly members: Rational;
  /** The part of all coverage that they have. */
  readonly coverage: Rational;
}

/** The Lorenz curve of coverage, from (0, 0) to (1, 1); all values zero count as equal. */
export function lorenz(
  coverages: readonly Coverage[],
  supplyOf: (coverage: Coverage) => Rational,
): readonly LorenzPoint[] {
  const values = coverages
    .filter(({ need }) => need.p > 0n)
    .map((each) => coverageOf(supplyOf(each), each.need))
    .sort(rational.compare);
  const total = rational.sum(values);
  const count = BigInt(values.length);
  let reached = rational.ZERO;
  const points = values.map((value, index): LorenzPoint => {
    reached = rational.add(reached, value);
    const members = rational.ratio(BigInt(index + 1), count);
    return { members, coverage: total.p === 0n ? members : rational.div(reached, total) };
  });
  return [{ members: rational.ZERO, coverage: rational.ZERO }, ...points];
}
