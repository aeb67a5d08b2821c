import { apportion, APPORTIONMENT_METHODS } from '../apportionment/apportion';
import { checkSeats, provesItself } from '../apportionment/check-seats';
import type { Answer } from './answer';
import { compareAnswers } from './check';
import type { Place } from './place';
import { refusedUnder } from './refused-under';
import type { Verdict } from './verdict';

/** What a list of published tables holds besides, and is not read. */
const RESULTS = ['seats', 'next_house_seats', 'violates'] as const;

const FIELDS = ['kind', 'method', 'votes', 'house'] as const;

/** `{"kind":"apportion","method","votes","house"}`: whole seats in proportion to votes. */
export function answerApportion(problem: Place): Answer {
  problem.allow(...FIELDS, ...RESULTS);
  const method = problem.field('method').word(APPORTIONMENT_METHODS);
  const votes = problem.field('votes').list((item) => item.amount());
  const house = problem.field('house').count();
  const seats = refusedUnder(problem, () => apportion(method, votes, house));
  return votes.length > 0 || house === 0n ? { seats } : { seats, unfilled: house };
}

/**
 * Checks seats by what makes them those of the method, where it can be said of any two parties;
 * those of the quota method, and an answer that holds more, against the engine's own.
 */
export function checkApportion(problem: Place, claimed: Place, own: () => Place): Verdict {
  const method = problem.field('method').word(APPORTIONMENT_METHODS);
  const isAlone = claimed.entries().length === 1 && claimed.optional('seats') !== null;
  if (!isAlone || !provesItself(method)) return compareAnswers(claimed, own());
  problem.allow(...FIELDS, ...RESULTS);
  const votes = problem.field('votes').list((item) => item.amount());
  // Without a vote there is no answer to prove: the engine says so.
  if (votes.every(({ p }) => p === 0n)) return compareAnswers(claimed, own());
  const seats = claimed.field('seats').list((item) => item.count());
  const faults = checkSeats(method, votes, problem.field('house').count(), seats);
  const seat = /^Seat (\d+)/;
  return {
    by: 'certificate',
    faults: faults.map((fault) => {
      const party = seat.exec(fault)?.[1];
      return `${claimed.pointer}/seats${party === undefined ? '' : `/${party}`}: ${fault}`;
    }),
  };
}
