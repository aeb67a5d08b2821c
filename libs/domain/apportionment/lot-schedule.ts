import { assert } from '../assert';
import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';

/**
 * Who receives each lot, one after the other, so that after every lot each member has its exact
 * entitlement to within 1 - 1/(2m - 2) of m members: within quota at each step, and no lot is ever
 * taken back, whatever rule the entitlements follow, as long as none of them ever falls
 * (R. Tijdeman, The chairman assignment problem, Discrete Mathematics 32, 1980).
 *
 * `entitlements[k]` holds the exact entitlements of all members to the first k + 1 lots, which sum
 * to k + 1. Of the members that lag by at least 1/(2m - 2), the lot goes to the one whose lag will
 * first reach the bound; at equal reach to the one that lags more, then to the earlier one. Gives
 * the member of each lot.
 */
export function lotSchedule(entitlements: readonly (readonly Rational[])[]): readonly number[] {
  const count = entitlements[0]?.length ?? 0;
  if (count < 2) return entitlements.map(() => 0);
  const least = rational.ratio(1n, 2n * BigInt(count) - 2n);
  const bound = rational.sub(rational.ONE, least);
  const waiting = Array.from({ length: count }, (_, member) => ({ member, received: 0n, due: 0 }));
  return entitlements.map((entitled, lot) => {
    const lagging = waiting.flatMap((one) => {
      const received = rational.of(one.received);
      const lag = rational.sub(entitled[one.member] ?? rational.ZERO, received);
      if (rational.compare(lag, least) < 0) return [];
      const reach = rational.add(received, bound);
      one.due = firstReaching(entitlements, one.member, reach, Math.max(lot, one.due));
      return [{ one, lag }];
    });
    lagging.sort((a, b) => a.one.due - b.one.due || rational.compare(b.lag, a.lag));
    const [next] = lagging;
    assert(next !== undefined, 'some member lags, as the entitlements sum to the number of lots');
    next.one.received += 1n;
    return next.one.member;
  });
}

/** The first lot from which the entitlement has reached so much; beyond the last if none. */
function firstReaching(
  entitlements: readonly (readonly Rational[])[],
  member: number,
  reach: Rational,
  from: number,
): number {
  let lot = from;
  while (lot < entitlements.length) {
    const mine = entitlements[lot]?.[member];
    if (mine === undefined || rational.compare(mine, reach) >= 0) break;
    lot += 1;
  }
  return lot;
}
