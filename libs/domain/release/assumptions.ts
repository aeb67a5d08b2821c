import * as rational from '../quantity/rational';
import type { Opening } from './schedule';
import type { Tier, Trigger } from './trigger';

/** What a simulation assumes in place of what a run would find. A run assumes nothing. */
export interface Assumptions {
  readonly tier: Tier | null;
  /** The most that is released in all, buffer included, in the unit of the stocks. */
  readonly releaseMax: bigint | null;
}

/** The trigger with its tier as assumed; the loss ratio stays what it is. */
export function assumedTrigger(trigger: Trigger, assumed: Assumptions | undefined): Trigger {
  return { ...trigger, tier: assumed?.tier ?? trigger.tier };
}

/** The opening, lowered until what it releases of these stocks is within the assumed maximum. */
export function openingWithin(
  opening: Opening,
  stocks: readonly { readonly free: bigint }[],
  assumed: Assumptions | undefined,
): Opening {
  const free = stocks.reduce((sum, stock) => sum + stock.free, 0n);
  const releaseMax = assumed?.releaseMax ?? null;
  if (releaseMax === null || free === 0n) return opening;
  const fraction = rational.min(opening.releaseFraction, rational.ratio(releaseMax, free));
  return { ...opening, releaseFraction: fraction };
}
