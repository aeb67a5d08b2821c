import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import type { Place } from './place';
import { counted, shown, shownPart } from './report';
import type { Report } from './report';

/** What each member gets from the network, its level, and which depot it comes from. */
export function explainNetwork(problem: Place, answer: Place): Report {
  const amounts = (place: Place | null): readonly Rational[] =>
    place?.list((item) => item.quantity()) ?? [];
  const stock = amounts(problem.field('stock'));
  const [claims, weights] = [amounts(problem.field('claims')), amounts(problem.field('weights'))];
  const awards = amounts(answer.field('awards'));
  const total = rational.sum(awards);
  const flow = answer.optional('one_feasible_flow')?.items() ?? [];
  return [
    `${counted(stock.length, 'depot')} with ${shown(rational.sum(stock))} in all, and ` +
      `${counted(claims.length, 'member')} who claim ${shown(rational.sum(claims))}. As much as ` +
      'the routes can carry is handed out, and the least served for its weight is raised first.',
    {
      columns: ['member', 'claims', 'weight', 'gets', 'part', 'per weight'],
      rows: awards.map((award, index) => {
        const [claim, weight] = [claims[index] ?? rational.ZERO, weights[index] ?? rational.ZERO];
        const level = weight.p === 0n ? '-' : shown(rational.div(award, weight));
        return [
          `${index}`,
          shown(claim),
          shown(weight),
          shown(award),
          shownPart(award, claim),
          level,
        ];
      }),
    },
    `${shown(total)} is handed out, ${shown(rational.sub(rational.sum(stock), total))} stays in ` +
      'the depots.',
    ...(flow.length === 0 ? [] : ['One way to carry it:']),
    ...(flow.length === 0
      ? []
      : [
          {
            columns: ['depot', 'member', 'amount'],
            rows: flow.map((route) => [
              `${route.field('depot').count()}`,
              `${route.field('member').count()}`,
              shown(route.field('amount').quantity()),
            ]),
          },
        ]),
  ];
}
