import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import { claimOf, floorOf, gapOf, inUnits, permissibleNeed } from '../release/claims';
import { weightOf, withSmallestWeight } from '../release/claims';
import type { ReleaseParameters } from '../release/parameters';
import { openingOf } from '../release/schedule';
import type { Opening } from '../release/schedule';
import { openStock } from '../release/stock-opening';
import type { StockOpening } from '../release/stock-opening';
import { groupLossRatio, isEligible, lossRatio, tierOf } from '../release/trigger';
import type { SupplyPosition, Tier } from '../release/trigger';
import { boundOf } from './bound';
import type { Bound } from './bound';
import { at } from './integral-flow';
import { roundAwards } from './rounding';
import type { Rounding } from './rounding';
import { routeAwards } from './routing';
import type { Division, SupplyNetwork } from './supply-network';
import { divideInTwoPasses } from './two-passes';
import type { TwoPasses } from './two-passes';

/** One member's part of the input; masses in one unit (grams in a run), supply per day. */
export interface PipelineMember extends SupplyPosition {
  readonly id: string;
  /** Over the whole horizon; null when the member stated none. */
  readonly need: bigint | null;
  /** Essential use over the whole horizon, already capped. */
  readonly essential: bigint;
  readonly standing: Rational;
  readonly equityMultiplier: Rational;
  readonly forms: readonly string[];
  /** Exact minus granted over past runs; 0 when left out. */
  readonly roundingCredit?: Rational;
}

export interface PipelineStock {
  readonly id: string;
  readonly form: string;
  readonly free: bigint;
}

/** A limit on what one stock may send to one member, in the unit of the stocks. */
export interface RouteCap {
  readonly stock: string;
  readonly member: string;
  readonly cap: bigint;
}

export interface PipelineInput {
  readonly parameters: ReleaseParameters;
  /** In ascending id, as are the stocks: the published order of ties and routing. */
  readonly members: readonly PipelineMember[];
  readonly stocks: readonly PipelineStock[];
  readonly routeCaps?: readonly RouteCap[];
}

/** Everything the run found about one member; masses marked "units" are whole award units. */
export interface MemberOutcome {
  readonly id: string;
  readonly lossRatio: Rational;
  readonly eligible: boolean;
  readonly permissible: Rational;
  readonly gap: Rational;
  /** Units. */
  readonly claim: bigint;
  /** Units. */
  readonly floor: bigint;
  readonly weight: Rational;
  /** What the floor pass guarantees, in units. */
  readonly floorAward: Rational;
  /** In units. */
  readonly exactAward: Rational;
  /** In units. */
  readonly award: bigint;
  readonly bound: Bound;
}

export interface StockOutcome extends StockOpening {
  readonly id: string;
}

export interface RoutedAmount {
  readonly stock: string;
  readonly member: string;
  /** In units. */
  readonly amount: bigint;
}

export interface PipelineResult extends Opening {
  readonly lossRatio: Rational;
  readonly tier: Tier;
  /** One award unit, in the unit of the input. */
  readonly unit: bigint;
  readonly members: readonly MemberOutcome[];
  readonly stocks: readonly StockOutcome[];
  /** Stocks, in units, and the routes between them and the members. */
  readonly network: SupplyNetwork;
  /** The floor pass, when the floors had to be scaled; null when all of them are met. */
  readonly floorDivision: Division | null;
  readonly division: Division;
  readonly rounding: Rounding;
  /** Routes that carry something, in the order of stocks and members. */
  readonly routing: readonly RoutedAmount[];
  /** Sum of the awards, in units. */
  readonly total: bigint;
  /** Opened but awarded to nobody, in units. */
  readonly undistributed: bigint;
}

/**
 * The whole pipeline (stages as listed in tests/vectors/pipeline.json), each stage a named function
 * from value to value.
 */
export function runPipeline(input: PipelineInput): PipelineResult {
  const { parameters, members } = input;
  const loss = groupLossRatio(members);
  const tier = tierOf(loss, members, parameters);
  const opening = openingOf(tier, loss, parameters);
  const demands = demandsOf(members, tier, opening, parameters);
  const stocks = input.stocks.map((stock) => ({
    id: stock.id,
    ...openStock(
      stock.free,
      opening.releaseFraction,
      parameters.humanitarianBuffer,
      parameters.awardUnitGrams,
    ),
  }));
  const network = networkOf(input, stocks);
  const passes = divideInTwoPasses(network, demands);
  const rounding = roundAwards(
    network,
    demands.map(({ weight }, index) => ({
      member: at(members, index).id,
      exact: at(passes.division.awards, index),
      weight,
      credit: at(members, index).roundingCredit ?? rational.ZERO,
    })),
  );
  const total = rounding.awards.reduce((sum, award) => sum + award, 0n);
  return {
    lossRatio: loss,
    tier,
    ...opening,
    unit: parameters.awardUnitGrams,
    members: outcomesOf(demands, network, passes, rounding),
    stocks,
    network,
    floorDivision: passes.floorDivision,
    division: passes.division,
    rounding,
    routing: routingOf(input, network, rounding.awards),
    total,
    undistributed: network.stocks.reduce((sum, mass) => sum + mass, 0n) - total,
  };
}

/** A member's claim, floor and weight, with the steps that led to them. */
type Demand = Omit<MemberOutcome, 'floorAward' | 'exactAward' | 'award' | 'bound'> & {
  readonly essential: bigint;
};

function demandsOf(
  members: readonly PipelineMember[],
  tier: Tier,
  opening: Opening,
  parameters: ReleaseParameters,
): readonly Demand[] {
  const { horizonDays, awardUnitGrams } = parameters;
  const demands = members.map((member) => {
    const eligible = isEligible(tier, member, parameters);
    const permissible = permissibleNeed(member.baseline, opening.restraint, horizonDays);
    const gap = gapOf(permissible, member.ownSupply, horizonDays);
    const claim = eligible ? claimOf(member.need, gap) : 0n;
    return {
      id: member.id,
      lossRatio: lossRatio(member),
      eligible,
      permissible,
      gap,
      ...inUnits(claim, floorOf(claim, member.essential), awardUnitGrams),
      essential: member.essential,
      weight: weightOf(member, parameters),
    };
  });
  const weights = withSmallestWeight(
    demands.map(({ weight }) => weight),
    demands.map(({ claim }) => claim),
  );
  return demands.map((demand, index) => ({ ...demand, weight: at(weights, index) }));
}

/** Stage 12: a route wherever the member can use the form, in the order of stocks and members. */
function networkOf(input: PipelineInput, stocks: readonly StockOutcome[]): SupplyNetwork {
  const unit = input.parameters.awardUnitGrams;
  const caps = new Map(
    (input.routeCaps ?? []).map(({ stock, member, cap }) => [`${stock} ${member}`, cap / unit]),
  );
  const usable = input.members.map((member) => new Set(member.forms));
  const routes = input.stocks.flatMap((stock, stockIndex) =>
    input.members.flatMap((member, memberIndex) => {
      if (!at(usable, memberIndex).has(stock.form)) return [];
      const cap = caps.get(`${stock.id} ${member.id}`) ?? null;
      return [{ stock: stockIndex, member: memberIndex, cap }];
    }),
  );
  return {
    stocks: stocks.map(({ opened }) => opened / unit),
    memberCount: input.members.length,
    routes,
  };
}

function outcomesOf(
  demands: readonly Demand[],
  network: SupplyNetwork,
  passes: TwoPasses,
  rounding: Rounding,
): readonly MemberOutcome[] {
  return demands.map(({ essential: _essential, ...demand }, index) => {
    const floorAward = at(passes.floorAwards, index);
    const exactAward = at(passes.division.awards, index);
    const bound = boundOf({ ...demand, floorAward, exactAward }, index, network, passes.division);
    return { ...demand, floorAward, exactAward, award: at(rounding.awards, index), bound };
  });
}

function routingOf(
  input: PipelineInput,
  network: SupplyNetwork,
  awards: readonly bigint[],
): readonly RoutedAmount[] {
  const amounts = routeAwards(network, awards);
  return network.routes.flatMap(({ stock, member }, index) => {
    const amount = at(amounts, index);
    if (amount === 0n) return [];
    return [{ stock: at(input.stocks, stock).id, member: at(input.members, member).id, amount }];
  });
}
