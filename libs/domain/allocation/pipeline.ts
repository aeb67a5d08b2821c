import { at } from '../at';
import * as rational from '../quantity/rational';
import { assumedTrigger, openingWithin } from '../release/assumptions';
import { reviewedOpening, reviewOf } from '../release/review';
import type { ReviewOutcome } from '../release/review';
import { openingOf } from '../release/schedule';
import { triggerOf } from '../release/trigger';
import { boundsOf } from './bound';
import { demandsOf } from './demands';
import { openSupply } from './humanitarian-class';
import type {
  Demand,
  MemberOutcome,
  PipelineInput,
  PipelineResult,
  RoutedAmount,
} from './pipeline-values';
import { roundAwards } from './rounding';
import type { Rounding } from './rounding';
import { namedRouting, routeAwards } from './routing';
import type { SupplyNetwork } from './supply-network';
import { buildNetwork, costsOf, withoutDelivered } from './supply-routes';
import { divideInTwoPasses } from './two-passes';
import type { TwoPasses } from './two-passes';

/**
 * One run of the division, from what members have and need to who is sent what: stages 5 to 14, 17,
 * 21 and 24 of the published pipeline, each a function from value to value. `stages.ts` lists all
 * stages with their functions; docs/explanation/pipeline.md walks through them.
 */
export function runPipeline(input: PipelineInput): PipelineResult {
  const { parameters, members } = input;
  const unit = parameters.awardUnitGrams;
  const trigger = assumedTrigger(triggerOf(members, parameters), input.assumed);
  const review = input.review === undefined ? NO_REVIEW : reviewOf(input.review, parameters);
  const reviewed = reviewedOpening(openingOf(trigger, parameters), review);
  const opening = openingWithin(reviewed, input.stocks, input.assumed);
  const demands = demandsOf(members, trigger, opening, parameters);
  const supply = openSupply(input.stocks, opening, parameters, input.humanitarian);
  const opened = supply.stocks.map((stock) => stock.opened);
  const network = buildNetwork(input, opened, unit);
  const inHand = inHandOf(input, network);
  const passes = divideInTwoPasses(
    network,
    demands.map((demand, index) => ({ ...demand, inHand: at(inHand, index) })),
  );
  const rounding = roundedAwards(input, demands, network, passes);
  const total = rounding.awards.reduce((sum, award) => sum + award, 0n);
  return {
    ...trigger,
    ...opening,
    unit,
    members: outcomesOf(demands, network, passes, rounding),
    stocks: supply.stocks.map((stock, index) => ({ id: at(input.stocks, index).id, ...stock })),
    humanitarian: supply.humanitarian,
    network,
    floorDivision: passes.floorDivision,
    division: passes.division,
    rounding,
    routing: routingOf(input, network, rounding.awards, inHand),
    total,
    undistributed: network.stocks.reduce((sum, mass) => sum + mass, 0n) - total,
    review,
  };
}

const NO_REVIEW: ReviewOutcome = { drawn: rational.ZERO, due: false, halved: false };

/** Units each member has from earlier tranches: what lies in the stocks of its own. */
function inHandOf({ stocks, members }: PipelineInput, network: SupplyNetwork): readonly bigint[] {
  const units = members.map(() => 0n);
  for (const { stock, member } of network.routes) {
    if (stock >= stocks.length) units[member] = at(network.stocks, stock);
  }
  return units;
}

function roundedAwards(
  { members, tieKeys }: PipelineInput,
  demands: readonly Demand[],
  network: SupplyNetwork,
  { division }: TwoPasses,
): Rounding {
  const stakes = members.map(({ id, roundingCredit }, index) => ({
    tie: tieKeys?.get(id) ?? id,
    exact: at(division.awards, index),
    weight: at(demands, index).weight,
    credit: roundingCredit ?? rational.ZERO,
  }));
  return roundAwards(network, stakes);
}

function outcomesOf(
  demands: readonly Demand[],
  network: SupplyNetwork,
  passes: TwoPasses,
  rounding: Rounding,
): readonly MemberOutcome[] {
  const outcomes = demands.map(({ essential: _essential, ...demand }, index) => ({
    ...demand,
    floorAward: at(passes.floorAwards, index),
    exactAward: at(passes.division.awards, index),
    award: at(rounding.awards, index),
  }));
  const bounds = boundsOf(outcomes, network, passes.division);
  return outcomes.map((outcome, index) => ({ ...outcome, bound: at(bounds, index) }));
}

/** Only what is still to be sent: earlier tranches keep the routes they took. */
function routingOf(
  input: PipelineInput,
  network: SupplyNetwork,
  awards: readonly bigint[],
  inHand: readonly bigint[],
): readonly RoutedAmount[] {
  const open = withoutDelivered(network, input.stocks.length);
  const unsent = awards.map((award, index) => award - at(inHand, index));
  const amounts = routeAwards(open, unsent, {
    costs: costsOf(input, open),
    bestBefore: input.stocks.map(({ bestBefore }) => bestBefore),
  });
  return namedRouting(input, open, amounts);
}
