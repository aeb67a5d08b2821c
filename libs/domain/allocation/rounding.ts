import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import { at, carryWhole } from './integral-flow';
import type { SupplyNetwork } from './supply-network';

/** What settles the order in which members receive a rounded-up unit. */
export interface RoundingStake {
  readonly member: string;
  readonly exact: Rational;
  readonly weight: Rational;
  /** Exact minus granted over past runs; the larger goes first when all else is equal. */
  readonly credit: Rational;
}

/** One line of the rounding trace, in order of priority: a member whose award is not whole. */
export interface RoundingStep {
  readonly index: number;
  readonly fraction: Rational;
  /** False when every unit was handed out, or the network could not carry this one. */
  readonly granted: boolean;
}

export interface Rounding {
  readonly awards: readonly bigint[];
  readonly steps: readonly RoundingStep[];
}

/**
 * Stage 7: largest remainder on a network. Rounds down, then gives one unit each by largest
 * fraction, lowest exact / weight, largest credit, member id, skipping a unit the network cannot
 * carry. The whole awards sum to the exact total, each within one unit of its exact award.
 */
export function roundAwards(network: SupplyNetwork, stakes: readonly RoundingStake[]): Rounding {
  const awards = stakes.map(({ exact }) => rational.floor(exact));
  const carried = carryWhole(network, awards);
  const granted = awards.reduce((total, award) => total + award, 0n);
  let units = rational.floor(rational.sum(stakes.map(({ exact }) => exact))) - granted;
  const steps: RoundingStep[] = [];
  for (const index of roundingOrder(stakes)) {
    const award = at(carried.awards, index);
    if (units > 0n) award.left += 1n;
    const grant = units > 0n && carried.flow.augment(carried.source, carried.sink, 1n) === 1n;
    if (grant) {
      awards[index] = at(awards, index) + 1n;
      units -= 1n;
    }
    award.left = 0n;
    steps.push({ index, fraction: fractionOf(at(stakes, index).exact), granted: grant });
  }
  return { awards, steps };
}

/** Positions of the members with a fraction, first served first. */
export function roundingOrder(stakes: readonly RoundingStake[]): readonly number[] {
  const withFraction = stakes.flatMap(({ exact }, index) => (exact.q === 1n ? [] : [index]));
  return withFraction.sort((a, b) => byPriority(at(stakes, a), at(stakes, b)));
}

function byPriority(a: RoundingStake, b: RoundingStake): number {
  return (
    rational.compare(fractionOf(b.exact), fractionOf(a.exact)) ||
    rational.compare(rational.div(a.exact, a.weight), rational.div(b.exact, b.weight)) ||
    rational.compare(b.credit, a.credit) ||
    (a.member < b.member ? -1 : 1)
  );
}

function fractionOf(value: Rational): Rational {
  return rational.sub(value, rational.of(rational.floor(value)));
}
