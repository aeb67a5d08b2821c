import { checkCertificate } from '../allocation/certificate';
import { checkRounding } from '../allocation/check-rounding';
import { checkRouting } from '../allocation/check-routing';
import type { PublishedRouting } from '../allocation/check-routing';
import type { PipelineInput, PipelineResult } from '../allocation/pipeline-values';
import type { Stake } from '../allocation/supply-network';
import { routeKey } from '../allocation/supply-routes';
import { at } from '../at';
import * as rational from '../quantity/rational';
import { compareAnswers } from './check';
import { runOf } from './pipeline';
import type { Place } from './place';
import type { Verdict } from './verdict';

/**
 * Checks the answer to a release by computing the run again, as it does not hold its certificates;
 * but the run is proven by them first: both passes, the rounding, and the routing where no
 * distances or dates decide it. A run that fails its own proof is nothing to compare with.
 */
export function checkPipeline(problem: Place, claimed: Place, own: () => Place): Verdict {
  const { input, result } = runOf(problem);
  const unproven = proveRun(input, result).map((fault) => `${problem.pointer}: our run: ${fault}.`);
  return unproven.length > 0
    ? { by: 'recomputation', faults: unproven }
    : compareAnswers(claimed, own());
}

/** Faults of a run by its certificates; only what earlier tranches sent is left out of it. */
export function proveRun(input: PipelineInput, result: PipelineResult): readonly string[] {
  const { network, floorDivision, division, members } = result;
  const floors = members.map(({ floor }, index): Stake => ({
    weight: rational.of(at(input.members, index).essential),
    lower: rational.ZERO,
    upper: rational.of(floor),
  }));
  const awards = members.map(({ weight, floorAward, claim }): Stake => ({
    weight,
    lower: floorAward,
    upper: rational.of(claim),
  }));
  return [
    ...(floorDivision === null ? [] : checkCertificate(network, floors, floorDivision)),
    ...checkCertificate(network, awards, division),
    ...checkWhole(input, result),
  ];
}

function checkWhole(input: PipelineInput, result: PipelineResult): readonly string[] {
  const { network, members, rounding } = result;
  const sent = new Map(
    result.routing.map(({ stock, member, amount }) => [routeKey(stock, member), amount]),
  );
  const amounts = network.routes.map(
    ({ stock, member }) =>
      sent.get(routeKey(at(input.stocks, stock).id, at(input.members, member).id)) ?? 0n,
  );
  const routing: PublishedRouting = { network, amounts };
  const isByOrder =
    input.distances === undefined &&
    input.stocks.every(({ bestBefore }) => bestBefore === undefined);
  const rounded = members.map(({ exactAward, weight, award }, index) => ({
    exact: exactAward,
    weight,
    award,
    credit: at(input.members, index).roundingCredit ?? rational.ZERO,
  }));
  const trace = rounding.steps.map(({ granted, ...step }) => ({ ...step, up: granted }));
  return [
    ...(isByOrder ? checkRouting(routing, rounding.awards) : []),
    ...checkRounding(rounded, trace, routing),
  ];
}
