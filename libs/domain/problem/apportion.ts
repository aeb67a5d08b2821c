import { apportion, APPORTIONMENT_METHODS } from '../apportionment/apportion';
import type { Answer } from './answer';
import type { Place } from './place';
import { refusedUnder } from './refused-under';

const FIELDS = ['kind', 'method', 'votes', 'house'] as const;

/** `{"kind":"apportion","method","votes","house"}`: whole seats in proportion to votes. */
export function answerApportion(problem: Place): Answer {
  problem.allow(...FIELDS);
  const method = problem.field('method').word(APPORTIONMENT_METHODS);
  const votes = problem.field('votes').list((item) => item.amount());
  const house = problem.field('house').count();
  const seats = refusedUnder(problem, () => apportion(method, votes, house));
  return votes.length > 0 || house === 0n ? { seats } : { seats, unfilled: house };
}
