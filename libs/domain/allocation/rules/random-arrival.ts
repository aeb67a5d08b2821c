import * as rational from '../../quantity/rational';
import type { Rational } from '../../quantity/rational';
import { at } from './amounts';
import type { Amounts } from './amounts';
import { tooManyClaimants } from './too-many-claimants';

/** It looks at every set of claimants: twenty make a million sets, each one more doubles them. */
export const RANDOM_ARRIVAL_CLAIMANTS_MAX = 20;

/**
 * Random arrival: the mean over all orders of first come, first served; the Shapley value of
 * O'Neill's game (1982). Exact up to RANDOM_ARRIVAL_CLAIMANTS_MAX claims above zero, beyond
 * which it is refused as `too-many-claimants`.
 */
export function randomArrival(estate: Rational, claims: Amounts): Amounts {
  const positive = claims.flatMap((claim, index) => (claim.p > 0n ? [index] : []));
  const count = positive.length;
  if (count > RANDOM_ARRIVAL_CLAIMANTS_MAX) {
    throw tooManyClaimants('random_arrival', RANDOM_ARRIVAL_CLAIMANTS_MAX, count);
  }
  const scale = rational.commonDenominator([estate, ...claims]);
  const whole = ({ p, q }: Rational): bigint => p * (scale / q);
  const arrivals: Arrivals = {
    estate: whole(estate),
    claims: positive.map((index) => whole(at(claims, index))),
    gains: positive.map(() => positive.map(() => 0n)),
  };
  visit(arrivals, NOBODY, 0, arrivals.estate);
  const orders = factorial(count) * scale;
  const awards = claims.map(() => rational.ZERO);
  for (const [place, index] of positive.entries()) {
    const gains = arrivals.gains[place] ?? [];
    const total = gains.reduce((sum, gain, before) => {
      const after = count - 1 - before;
      return sum + gain * factorial(before) * factorial(after);
    }, 0n);
    awards[index] = rational.ratio(total, orders);
  }
  return awards;
}

interface Arrivals {
  readonly estate: bigint;
  readonly claims: readonly bigint[];
  /** By claimant and number of those before it: what it gets, summed over all such sets. */
  readonly gains: readonly bigint[][];
}

/** Claimants who came before, as bits by place. */
interface Arrived {
  readonly bits: number;
  readonly count: number;
}

const NOBODY: Arrived = { bits: 0, count: 0 };

/** Adds what each claimant gets right after a set, then visits every larger set. */
function visit(arrivals: Arrivals, before: Arrived, next: number, left: bigint): void {
  const { claims, gains } = arrivals;
  for (let place = 0; place < claims.length; place += 1) {
    const claim = claims[place] ?? 0n;
    const own = gains[place];
    if ((before.bits >> place) % 2 === 1 || own === undefined) continue;
    own[before.count] = (own[before.count] ?? 0n) + (claim < left ? claim : left);
    // Where nothing is left, whoever comes later finds nothing, and so do all larger sets.
    if (place < next || claim >= left) continue;
    const arrived = { bits: before.bits + 2 ** place, count: before.count + 1 };
    visit(arrivals, arrived, place + 1, left - claim);
  }
}

function factorial(n: number): bigint {
  return n <= 1 ? 1n : BigInt(n) * factorial(n - 1);
}
