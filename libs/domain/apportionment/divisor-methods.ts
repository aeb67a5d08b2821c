import { at, sumOf, wholeQuotas } from './quotas';
import type { Election } from './quotas';
import { RankedHeap } from './ranked-heap';

/** What the next seat of a party is worth: over / under; under 0 is worth more than any number. */
interface Worth {
  readonly over: bigint;
  readonly under: bigint;
}

/**
 * A divisor method: the seat after `seats` is worth votes / d(seats), where only d is particular to
 * the method and s <= d(s) <= s + 1 (Balinski and Young, Fair Representation, 1982).
 */
export interface DivisorMethod {
  readonly worth: (votes: bigint, seats: bigint) => Worth;
  /** The power of votes / d(seats) that `worth` gives: 2 where d is a square root. */
  readonly power: 1n | 2n;
}

/** The smallest divisor, d(s) = s: all with votes have a seat, if the house is large enough. */
export const ADAMS: DivisorMethod = {
  worth: (votes, seats) => ({ over: votes, under: seats }),
  power: 1n,
};

/** d(s) is the harmonic mean of s and s + 1, 2 s (s + 1) / (2 s + 1). */
export const DEAN: DivisorMethod = {
  worth: (votes, seats) => ({
    over: votes * (2n * seats + 1n),
    under: 2n * seats * (seats + 1n),
  }),
  power: 1n,
};

/** d(s) is the geometric mean of s and s + 1: the US House since 1941. */
export const HILL_HUNTINGTON: DivisorMethod = {
  worth: (votes, seats) => ({ over: votes * votes, under: seats * (seats + 1n) }),
  power: 2n,
};

/** d(s) is the arithmetic mean, s + 1/2. */
export const WEBSTER_SAINTE_LAGUE: DivisorMethod = {
  worth: (votes, seats) => ({ over: 2n * votes, under: 2n * seats + 1n }),
  power: 1n,
};

/** d(s) = s + 1. */
export const JEFFERSON_DHONDT: DivisorMethod = {
  worth: (votes, seats) => ({ over: votes, under: seats + 1n }),
  power: 1n,
};

/**
 * Each seat in turn to the party whose next seat is worth most; at equal worth to the one with more
 * votes where no number can say it (d = 0), then to the earlier one. Starts from the quotas and
 * corrects them by no more seats than there are parties, so that the house may be of any size.
 */
export function byDivisor(method: DivisorMethod, election: Election): readonly bigint[] {
  const seats = startAtQuotas(method, election);
  const missing = election.house - sumOf(seats);
  if (missing > 0n) addSeats(method, election.votes, seats, missing);
  else takeSeats(method, election.votes, seats, -missing);
  return seats;
}

/** Every seat that is worth at least total / house; none of them is worth less than any other. */
function startAtQuotas({ worth, power }: DivisorMethod, election: Election): bigint[] {
  const { votes } = election;
  const total = election.total ** power;
  const house = election.house ** power;
  return wholeQuotas(election).map((seats, index) => {
    const own = at(votes, index);
    if (own === 0n || house === 0n) return 0n;
    const next = worth(own, seats);
    return next.over * house >= total * next.under ? seats + 1n : seats;
  });
}

function addSeats(
  { worth }: DivisorMethod,
  votes: readonly bigint[],
  seats: bigint[],
  count: bigint,
): void {
  const next = votes.map((own, index) => worth(own, at(seats, index)));
  const heap = new RankedHeap((a, b) => precedes(votes, next, a, b));
  votes.forEach((own, index) => {
    if (own > 0n) heap.push(index);
  });
  for (let left = count; left > 0n; left -= 1n) {
    const index = heap.first;
    seats[index] = at(seats, index) + 1n;
    next[index] = worth(at(votes, index), at(seats, index));
    heap.sink();
  }
}

function takeSeats(
  { worth }: DivisorMethod,
  votes: readonly bigint[],
  seats: bigint[],
  count: bigint,
): void {
  const lastOf = (index: number): Worth => worth(at(votes, index), at(seats, index) - 1n);
  const last = votes.map((own, index) =>
    at(seats, index) > 0n ? lastOf(index) : { over: own, under: 0n },
  );
  const heap = new RankedHeap((a, b) => precedes(votes, last, b, a));
  votes.forEach((_, index) => {
    if (at(seats, index) > 0n) heap.push(index);
  });
  for (let left = count; left > 0n; left -= 1n) {
    const index = heap.pop();
    seats[index] = at(seats, index) - 1n;
    if (at(seats, index) === 0n) continue;
    last[index] = lastOf(index);
    heap.push(index);
  }
}

function precedes(
  votes: readonly bigint[],
  worths: readonly Worth[],
  a: number,
  b: number,
): boolean {
  const [first, second] = [at(worths, a), at(worths, b)];
  const left = first.over * second.under;
  const right = second.over * first.under;
  if (left !== right) return left > right;
  if (first.under === 0n && at(votes, a) !== at(votes, b)) return at(votes, a) > at(votes, b);
  return a < b;
}
