import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';

/** One stock's unencumbered mass, split without remainder: free = opened + buffer + retained. */
export interface StockOpening {
  /** What this run may divide among members, a whole number of award units. */
  readonly opened: bigint;
  /** Of the release: held back for people outside national plans, or given to them. */
  readonly buffer: bigint;
  /** Not opened by the release fraction, and the rest below one award unit. */
  readonly retained: bigint;
}

/**
 * Stage 11: the release cap of one stock less the humanitarian buffer:
 * floor(release fraction * (1 - buffer) * free), in whole award units.
 */
export function openStock(
  free: bigint,
  releaseFraction: Rational,
  humanitarianBuffer: Rational,
  unit: bigint,
): StockOpening {
  const releasable = rational.mul(releaseFraction, rational.of(free));
  const shared = rational.sub(rational.ONE, humanitarianBuffer);
  const cap = rational.floor(rational.mul(releasable, shared));
  const opened = (cap / unit) * unit;
  const buffer = rational.floor(releasable) - cap;
  return { opened, buffer, retained: free - opened - buffer };
}

/** The same once the humanitarian class has taken its part: the rest is opened to everybody. */
export function openRest(
  free: bigint,
  releaseFraction: Rational,
  taken: bigint,
  unit: bigint,
): StockOpening {
  const released = rational.floor(rational.mul(releaseFraction, rational.of(free)));
  const opened = ((released - taken) / unit) * unit;
  return { opened, buffer: taken, retained: free - opened - taken };
}
