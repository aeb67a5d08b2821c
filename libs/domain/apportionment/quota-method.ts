import { DomainError } from '../errors';
import { at } from './quotas';
import type { Election } from './quotas';
import { RankedHeap } from './ranked-heap';

/** Seats that are filled one after the other: about a second for ten million. */
export const QUOTA_HOUSE_MAX = 10_000_000;

/**
 * The quota method (Balinski and Young 1975): seat by seat to the party with the most votes for
 * each seat it would then have, among those whose share of the house so far is above their seats;
 * ties to the earlier one. Stays within quota, and a larger house never costs a seat.
 *
 * Party i's seat t is open from the first house above (t - 1) * total / votes, and ranks by
 * t * total / votes, where its next one opens: so each seat is one division, and heaps
 * compare whole numbers first. After `total` seats every share is whole, hence met exactly, and
 * all begins again. Refuses as `house-too-large` a remaining house above `QUOTA_HOUSE_MAX`.
 */
export function quotaMethod({ votes, house, total }: Election): readonly bigint[] {
  const divisor = votes.reduce(gcd, 0n);
  const round = total / divisor;
  const rounds = house / round;
  const rest = house % round;
  if (rest > BigInt(QUOTA_HOUSE_MAX)) {
    throw new DomainError(
      'rule',
      'house-too-large',
      `The quota method fills seats one by one: at most ${QUOTA_HOUSE_MAX}, not ${house}.`,
      { pointer: '/house', seatsMax: `${QUOTA_HOUSE_MAX}` },
    );
  }
  const seats = fill(votes, total, Number(rest));
  return seats.map((own, index) => BigInt(own) + rounds * (at(votes, index) / divisor));
}

function fill(votes: readonly bigint[], total: bigint, house: number): readonly number[] {
  const seats = votes.map(() => 0);
  /** Whole part of (seats + 1) * total / votes: where the seat after the next one opens. */
  const closes = votes.map((own) => (own === 0n ? 0 : Number(total / own)));
  const open = new RankedHeap((a, b) => precedes(votes, seats, closes, a, b));
  // opening[h]: the party whose seat opens at house h, and by `alsoOpening` those besides it.
  const opening = new Int32Array(house + 1).fill(-1);
  const alsoOpening = new Int32Array(votes.length).fill(-1);
  votes.forEach((own, index) => {
    if (own > 0n) open.push(index);
  });
  for (let filled = 0; filled < house; filled += 1) {
    for (let index = opening[filled] ?? -1; index >= 0; index = alsoOpening[index] ?? -1) {
      open.push(index);
    }
    const next = open.pop();
    const opensAt = at(closes, next);
    const own = at(seats, next) + 1;
    seats[next] = own;
    closes[next] = Number((BigInt(own + 1) * total) / at(votes, next));
    if (opensAt > house) continue;
    // Always later: of seats whose next ones open up to some house there are no more than that
    // house has, and they are the first to be filled, so none is filled when its next one opens.
    alsoOpening[next] = opening[opensAt] ?? -1;
    opening[opensAt] = next;
  }
  return seats;
}

function precedes(
  votes: readonly bigint[],
  seats: readonly number[],
  closes: readonly number[],
  a: number,
  b: number,
): boolean {
  const [first, second] = [at(closes, a), at(closes, b)];
  if (first !== second) return first < second;
  const left = at(votes, a) * BigInt(at(seats, b) + 1);
  const right = at(votes, b) * BigInt(at(seats, a) + 1);
  return left === right ? a < b : left > right;
}

function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}
