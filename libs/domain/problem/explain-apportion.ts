import { at } from '../at';
import { APPORTIONMENT_METHODS } from '../apportionment/apportion';
import { named, numeral, part } from '../allocation/message';
import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import type { Place } from './place';
import { chains, heads, numberOf, partOf, say } from './report';
import type { Report, ReportMessage } from './report';

/** The seats of each party beside its exact share of the house, and how that was rounded. */
export function explainApportion(problem: Place, answer: Place): Report {
  const votes = problem.field('votes').list((item) => item.quantity());
  const seats = answer.field('seats').list((item) => rational.of(item.count()));
  const house = rational.of(problem.field('house').count());
  const method = problem.field('method').word(APPORTIONMENT_METHODS);
  const total = rational.sum(votes);
  const shareOf = (own: Rational): Rational =>
    total.p === 0n ? rational.ZERO : rational.div(rational.mul(own, house), total);
  return [
    say('apportion.problem', {
      house: numeral(house),
      method: named(method.replaceAll('_', ' ')),
      count: numberOf(votes.length),
      total: numeral(total),
    }),
    {
      columns: heads('head.party', 'head.votes', 'head.part', 'head.share', 'head.seats'),
      rows: votes.map((own, index) => [
        named(`${index}`),
        numeral(own),
        partOf(own, total),
        numeral(shareOf(own)),
        numeral(at(seats, index)),
      ]),
    },
    say('units.plain'),
    ...chains(votes.length, (index) => {
      const own = at(votes, index);
      return {
        of: say('of.party', { name: named(`${index}`) }),
        steps:
          own.p === 0n
            ? [say('apportion.no-vote')]
            : rounded(own, total, shareOf(own), seats[index]),
      };
    }),
  ];
}

function rounded(
  votes: Rational,
  total: Rational,
  share: Rational,
  given: Rational = rational.ZERO,
): readonly ReportMessage[] {
  const quota = say('apportion.quota', {
    votes: numeral(votes),
    part: part(rational.div(votes, total)),
    share: numeral(share),
  });
  const seats = { seats: numeral(given) };
  const [low, high] = [rational.of(rational.floor(share)), rational.of(rational.ceil(share))];
  if (rational.compare(given, high) > 0) return [quota, say('apportion.above', seats)];
  if (rational.compare(given, low) < 0) return [quota, say('apportion.below', seats)];
  if (rational.equal(given, share)) return [quota, say('apportion.whole', seats)];
  const isUp = rational.compare(given, share) > 0;
  return [quota, say(isUp ? 'apportion.up' : 'apportion.down', seats)];
}
