import { assert } from '../assert';
import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import { leximin } from './leximin';
import type { Division, Stake, SupplyNetwork } from './supply-network';

/** What one member brings to the division; claim and floor in whole units of the stocks. */
export interface DivisionDemand {
  readonly claim: bigint;
  readonly floor: bigint;
  /** Verified essential use, in any one unit of mass: only its proportions matter. */
  readonly essential: bigint;
  readonly weight: Rational;
}

export interface TwoPasses {
  /** The scaled floor pass with its certificate, or null when all floors are met. */
  readonly floorDivision: Division | null;
  /** What the second pass may not go below. */
  readonly floorAwards: readonly Rational[];
  readonly division: Division;
}

/**
 * Stage 6: the floors if they are jointly feasible, otherwise leximin of amount / essential use
 * capped at the floors; then leximin of award / weight above that. Dividing by
 * essential use and not by the floor keeps a stated need from moving the first pass.
 */
export function divideInTwoPasses(
  network: SupplyNetwork,
  demands: readonly DivisionDemand[],
): TwoPasses {
  const met = demands.map(({ floor }) => rational.of(floor));
  const division = leximin(network, awardStakes(demands, met));
  if (division !== null) return { floorDivision: null, floorAwards: met, division };
  const floorDivision = leximin(network, floorStakes(demands));
  assert(floorDivision !== null, 'nothing at all can always be carried');
  const scaled = leximin(network, awardStakes(demands, floorDivision.awards));
  assert(scaled !== null, 'what the floor pass carried can be carried again');
  return { floorDivision, floorAwards: floorDivision.awards, division: scaled };
}

/** The first pass: from nothing to the floor, measured by essential use. */
export function floorStakes(demands: readonly DivisionDemand[]): readonly Stake[] {
  return demands.map(({ floor, essential }) => ({
    weight: rational.of(essential),
    lower: rational.ZERO,
    upper: rational.of(floor),
  }));
}

/** The second pass: from what the first one gave to the claim, measured by weight. */
export function awardStakes(
  demands: readonly Pick<DivisionDemand, 'claim' | 'weight'>[],
  floorAwards: readonly Rational[],
): readonly Stake[] {
  return demands.map(({ claim, weight }, index) => ({
    weight,
    lower: floorAwards[index] ?? rational.ZERO,
    upper: rational.of(claim),
  }));
}
