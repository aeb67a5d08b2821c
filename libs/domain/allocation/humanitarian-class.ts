import { at } from '../at';
import * as rational from '../quantity/rational';
import type { ReleaseParameters } from '../release/parameters';
import type { Opening } from '../release/schedule';
import { openRest, openStock } from '../release/stock-opening';
import type { StockOpening } from '../release/stock-opening';
import { leximin } from './leximin';
import { assert } from '../assert';
import type { ClassClaimant, ClassOutcome, PipelineStock } from './pipeline-values';
import { roundAwards } from './rounding';
import { namedRouting, routeAwards } from './routing';
import { buildNetwork } from './supply-routes';

/** What each stock opens to the members, and what the humanitarian class received before them. */
export interface Supply {
  readonly stocks: readonly StockOpening[];
  readonly humanitarian: ClassOutcome | null;
}

/**
 * Stages 10 and 11: the humanitarian class is served first, out of its part of every stock's
 * release and by the same division; what it does not take is opened to everybody. While nobody
 * knows who claims for it, its part is held back whole.
 */
export function openSupply(
  stocks: readonly PipelineStock[],
  { releaseFraction }: Opening,
  { humanitarianBuffer, awardUnitGrams: unit }: ReleaseParameters,
  claimants: readonly ClassClaimant[] | undefined,
): Supply {
  const held = stocks.map(({ free }) => openStock(free, releaseFraction, humanitarianBuffer, unit));
  if (claimants === undefined) return { stocks: held, humanitarian: null };
  const buffers = held.map(({ buffer }) => buffer);
  const humanitarian = serveClass(stocks, buffers, unit, claimants);
  const taken = new Map<string, bigint>();
  for (const { stock, amount } of humanitarian.routing) {
    taken.set(stock, (taken.get(stock) ?? 0n) + amount * unit);
  }
  const rest = stocks.map(({ id, free }) =>
    openRest(free, releaseFraction, taken.get(id) ?? 0n, unit),
  );
  return { stocks: rest, humanitarian };
}

function serveClass(
  stocks: readonly PipelineStock[],
  buffers: readonly bigint[],
  unit: bigint,
  claimants: readonly ClassClaimant[],
): ClassOutcome {
  const network = buildNetwork({ stocks, members: claimants }, buffers, unit);
  const claims = claimants.map(({ claim }) => claim / unit);
  const division = leximin(
    network,
    claimants.map(({ weight }, index) => ({
      weight,
      lower: rational.ZERO,
      upper: rational.of(at(claims, index)),
    })),
  );
  assert(division !== null, 'nothing at all can always be carried');
  const { awards } = roundAwards(
    network,
    claimants.map(({ id, weight }, index) => ({
      tie: id,
      exact: at(division.awards, index),
      weight,
      credit: rational.ZERO,
    })),
  );
  return {
    claimants: claimants.map(({ id }, index) => ({
      id,
      claim: at(claims, index),
      exactAward: at(division.awards, index),
      award: at(awards, index),
    })),
    network,
    division,
    routing: namedRouting({ stocks, members: claimants }, network, routeAwards(network, awards)),
  };
}
