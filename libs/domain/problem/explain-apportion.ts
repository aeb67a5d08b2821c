import { APPORTIONMENT_METHODS } from '../apportionment/apportion';
import * as rational from '../quantity/rational';
import type { Place } from './place';
import { counted, shown, shownPart } from './report';
import type { Report } from './report';

/** The seats of each party beside its exact share of the house. */
export function explainApportion(problem: Place, answer: Place): Report {
  const votes = problem.field('votes').list((item) => item.quantity());
  const seats = answer.field('seats').list((item) => rational.of(item.count()));
  const house = rational.of(problem.field('house').count());
  const total = rational.sum(votes);
  return [
    `${shown(house)} seats for ${counted(votes.length, 'party').replace(/ys$/, 'ies')}, by ` +
      `${problem.field('method').word(APPORTIONMENT_METHODS).replaceAll('_', ' ')}.`,
    {
      columns: ['party', 'votes', 'part', 'exact share', 'seats'],
      rows: votes.map((own, index) => [
        `${index}`,
        shown(own),
        shownPart(own, total),
        total.p === 0n ? '-' : shown(rational.div(rational.mul(own, house), total)),
        shown(seats[index] ?? rational.ZERO),
      ]),
    },
  ];
}
