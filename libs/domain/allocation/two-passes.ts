import { assert } from '../assert';
import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import { leximin } from './leximin';
import type { Division, Stake, SupplyNetwork } from './supply-network';
import { carries } from './transport-plan';

/** What one member brings to the division; claim and floor in whole units of the stocks. */
export interface DivisionDemand {
  readonly claim: bigint;
  readonly floor: bigint;
  /** Verified essential use, in any one unit of mass: only its proportions matter. */
  readonly essential: bigint;
  readonly weight: Rational;
  /** What earlier tranches gave, in units, and nobody takes back; 0 when left out. */
  readonly inHand?: bigint;
}

/** What the first pass settles, and the second may not go below. */
export interface FloorPass {
  /** The scaled floors with their certificate, or null when all floors are met. */
  readonly floorDivision: Division | null;
  readonly floorAwards: readonly Rational[];
}

export interface TwoPasses extends FloorPass {
  readonly division: Division;
}

/** Stages 13 and 14 in a row. */
export function divideInTwoPasses(
  network: SupplyNetwork,
  demands: readonly DivisionDemand[],
): TwoPasses {
  const floors = passFloors(network, demands);
  return { ...floors, division: passAwards(network, demands, floors) };
}

/**
 * Stage 13: the floors if they are jointly feasible, otherwise leximin of amount / essential use
 * capped at the floors. Dividing by essential use and not by the floor keeps a stated need from
 * moving this pass.
 */
export function passFloors(network: SupplyNetwork, demands: readonly DivisionDemand[]): FloorPass {
  const floors = demands.map(atLeastInHand);
  if (carries(network, floors)) {
    return { floorDivision: null, floorAwards: floors.map(rational.of) };
  }
  const floorDivision = leximin(network, floorStakes(demands));
  assert(floorDivision !== null, 'what was delivered before can be carried');
  return { floorDivision, floorAwards: floorDivision.awards };
}

/** Stage 14: leximin of award / weight, from what the floor pass gave up to the claims. */
export function passAwards(
  network: SupplyNetwork,
  demands: readonly DivisionDemand[],
  { floorAwards }: FloorPass,
): Division {
  const division = leximin(network, awardStakes(demands, floorAwards));
  assert(division !== null, 'what the floor pass carried can be carried again');
  return division;
}

/** The first pass: from nothing, or what is in hand, to the floor, measured by essential use. */
export function floorStakes(demands: readonly DivisionDemand[]): readonly Stake[] {
  return demands.map((demand) => ({
    weight: rational.of(demand.essential),
    lower: rational.of(demand.inHand ?? 0n),
    upper: rational.of(atLeastInHand(demand)),
  }));
}

/** The second pass: from what the first one gave to the claim, measured by weight. */
export function awardStakes(
  demands: readonly Pick<DivisionDemand, 'claim' | 'weight' | 'inHand'>[],
  floorAwards: readonly Rational[],
): readonly Stake[] {
  return demands.map(({ claim, weight, inHand = 0n }, index) => ({
    weight,
    lower: floorAwards[index] ?? rational.ZERO,
    upper: rational.of(claim > inHand ? claim : inHand),
  }));
}

function atLeastInHand({ floor, inHand = 0n }: DivisionDemand): bigint {
  return floor > inHand ? floor : inHand;
}
