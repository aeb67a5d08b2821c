import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import type { ApportionmentMethod } from './apportion';
import { ADAMS, DEAN, HILL_HUNTINGTON } from './divisor-methods';
import { JEFFERSON_DHONDT, WEBSTER_SAINTE_LAGUE } from './divisor-methods';
import type { DivisorMethod } from './divisor-methods';
import { at, sumOf, wholeQuotas } from './quotas';
import type { Election } from './quotas';

const DIVISORS: Partial<Record<ApportionmentMethod, DivisorMethod>> = {
  jefferson_dhondt: JEFFERSON_DHONDT,
  webster_sainte_lague: WEBSTER_SAINTE_LAGUE,
  adams: ADAMS,
  hill_huntington: HILL_HUNTINGTON,
  dean: DEAN,
};

/** Whether the seats of a method prove themselves, so that they can be checked without it. */
export function provesItself(method: ApportionmentMethod): boolean {
  return method === 'hamilton' || DIVISORS[method] !== undefined;
}

/**
 * Checks seats without apportioning. By a divisor method no party's last seat may be worth less
 * than the next seat of another (Balinski and Young, Fair Representation, 1982, proposition 3.3);
 * by Hamilton's each has the whole part of its share, and one more if its remainder is among the
 * largest. Ties go to the earlier party. Expects a method that proves itself. Returns the faults.
 */
export function checkSeats(
  method: ApportionmentMethod,
  votes: readonly Rational[],
  house: bigint,
  seats: readonly bigint[],
): readonly string[] {
  if (seats.length !== votes.length) {
    return [`There are ${seats.length} parties with seats, and must be ${votes.length}.`];
  }
  const perVote = rational.commonDenominator(votes);
  const whole = votes.map(({ p, q }) => p * (perVote / q));
  const total = sumOf(whole);
  const filled = total > 0n ? house : 0n;
  const sum = sumOf(seats);
  if (sum !== filled) return [`The seats sum to ${sum}, and must sum to ${filled}.`];
  const unelected = whole.findIndex((own, party) => own === 0n && at(seats, party) > 0n);
  if (unelected >= 0) return [`Seat ${unelected} belongs to a party without a vote.`];
  if (total === 0n) return [];
  const election = { votes: whole, house, total };
  const divisor = DIVISORS[method];
  return divisor === undefined
    ? checkRemainders(election, seats)
    : checkWorths(divisor, election, seats);
}

/** A seat that a party has or would have next, and what it is worth to it. */
interface Seat {
  readonly party: number;
  readonly votes: bigint;
  readonly over: bigint;
  readonly under: bigint;
}

function checkWorths(
  { worth }: DivisorMethod,
  { votes }: Election,
  seats: readonly bigint[],
): readonly string[] {
  const seatOf = (party: number, number: bigint): Seat => {
    const own = at(votes, party);
    return { party, votes: own, ...worth(own, number) };
  };
  const parties = votes.flatMap((own, party) => (own > 0n ? [party] : []));
  const next = parties.map((party) => seatOf(party, at(seats, party)));
  const last = parties.flatMap((party) =>
    at(seats, party) > 0n ? [seatOf(party, at(seats, party) - 1n)] : [],
  );
  if (last.length === 0) return [];
  // Within a party worths fall, so that what comes first of one party is of another.
  const worst = last.reduce((a, b) => (isBefore(a, b) ? b : a));
  const best = next.reduce((a, b) => (isBefore(a, b) ? a : b));
  if (isBefore(worst, best)) return [];
  return [`Seat ${worst.party}: the last one should go to party ${best.party}.`];
}

/** Whether a seat comes first: worth more, or at equal worth the larger or the earlier party. */
function isBefore(a: Seat, b: Seat): boolean {
  const [left, right] = [a.over * b.under, b.over * a.under];
  if (left !== right) return left > right;
  if (a.under === 0n && a.votes !== b.votes) return a.votes > b.votes;
  return a.party < b.party;
}

function checkRemainders(election: Election, seats: readonly bigint[]): readonly string[] {
  const { votes, house, total } = election;
  const whole = wholeQuotas(election);
  const odd = seats.findIndex(
    (own, party) => own < at(whole, party) || own > at(whole, party) + 1n,
  );
  if (odd >= 0) return [`Seat ${odd} is not its exact share rounded down or up.`];
  const remainder = (party: number) => (at(votes, party) * house) % total;
  const isEarlier = (a: number, b: number) =>
    remainder(a) === remainder(b) ? a < b : remainder(a) > remainder(b);
  const ups = seats.flatMap((own, party) => (own > at(whole, party) ? [party] : []));
  const downs = seats.flatMap((own, party) => (own > at(whole, party) ? [] : [party]));
  if (ups.length === 0 || downs.length === 0) return [];
  const last = ups.reduce((a, b) => (isEarlier(a, b) ? b : a));
  const first = downs.reduce((a, b) => (isEarlier(a, b) ? a : b));
  if (isEarlier(last, first)) return [];
  return [`Seat ${last} is rounded up although party ${first} has more left over.`];
}
