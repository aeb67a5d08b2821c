import { at, sumOf, wholeQuotas } from './quotas';
import type { Election } from './quotas';

/**
 * Hamilton's method (1791): everybody the whole seats of its quota, the rest by largest remainder,
 * ties to the earlier party. Stays within quota; a larger house may cost a party a seat.
 */
export function largestRemainder(election: Election): readonly bigint[] {
  const { votes, house, total } = election;
  const seats = wholeQuotas(election);
  const remainders = votes.map((own) => (own * house) % total);
  const order = votes.map((_, index) => index);
  order.sort((a, b) => descending(at(remainders, a), at(remainders, b)));
  const left = Number(house - sumOf(seats));
  for (const index of order.slice(0, left)) seats[index] = at(seats, index) + 1n;
  return seats;
}

function descending(a: bigint, b: bigint): number {
  return a > b ? -1 : a < b ? 1 : 0;
}
