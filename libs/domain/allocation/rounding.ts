import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import { at } from '../at';
import type { SupplyNetwork } from './supply-network';
import { planFor } from './transport-plan';

/** What settles the order in which members receive a rounded-up unit. */
export interface RoundingStake {
  /** Settles the last tie, compared as a byte string: the member's id unless drawn by lot. */
  readonly tie: string;
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
 * Stage 17: largest remainder on a network. Rounds down, then gives one unit each by largest
 * fraction, lowest exact / weight, largest credit, member id, skipping a unit the network cannot
 * carry. The whole awards sum to the exact total, each within one unit of its exact award.
 */
export function roundAwards(network: SupplyNetwork, stakes: readonly RoundingStake[]): Rounding {
  const awards = stakes.map(({ exact }) => rational.floor(exact));
  const plan = planFor(network, awards);
  const granted = awards.reduce((total, award) => total + award, 0n);
  let units = rational.floor(rational.sum(stakes.map(({ exact }) => exact))) - granted;
  const steps = roundingOrder(stakes).map((index): RoundingStep => {
    const one = units > 0n ? plan.serve(index, 1n) : 0n;
    awards[index] = at(awards, index) + one;
    units -= one;
    return { index, fraction: fractionOf(at(stakes, index).exact), granted: one === 1n };
  });
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
    (a.tie < b.tie ? -1 : 1)
  );
}

function fractionOf(value: Rational): Rational {
  return rational.sub(value, rational.of(rational.floor(value)));
}
