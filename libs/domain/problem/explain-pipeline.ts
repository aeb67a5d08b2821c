import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import type { Place } from './place';
import { shown, shownPart } from './report';
import type { Report, ReportTable } from './report';

const TIERS: Readonly<Record<string, string>> = {
  none: 'below every trigger: nothing is released.',
  selective: 'below the trigger of the group, but some members are hit: only these may claim.',
  general: 'above the first trigger: everybody may claim.',
  severe: 'above the second trigger: everybody may claim.',
};

/** Each member's way from its claim to its award, what opened, and where it comes from. */
export function explainPipeline(_problem: Place, answer: Place): Report {
  const tier = answer.field('tier').word(Object.keys(TIERS));
  const loss = answer.field('group_reduction_ratio').quantity();
  const percent = (ratio: Rational) => shownPart(ratio, rational.ONE);
  const trigger = `The group loses ${percent(loss)} of what it uses, ${TIERS[tier] ?? ''}`;
  if (tier === 'none') return [trigger];
  const unit = textOf(answer.field('unit'));
  return [
    trigger,
    `Everybody saves ${percent(answer.field('demand_restraint').quantity())} of its use; ` +
      `${percent(answer.field('release_fraction').quantity())} of each stock is released. ` +
      `All figures below in ${unit}.`,
    memberTable(answer),
    textOf(answer.field('floor_pass')) === 'all floors met'
      ? 'Every floor is met.'
      : 'The floors do not all fit: they are scaled by essential use.',
    `${shown(answer.field('total').quantity())} of ${shown(opened(answer))} released is awarded.`,
    {
      columns: ['from', 'to', 'amount'],
      rows: answer
        .field('routing')
        .items()
        .map((route) => [
          route.field('depot').id(),
          route.field('member').id(),
          shown(route.field('amount').quantity()),
        ]),
    },
  ];
}

function memberTable(answer: Place): ReportTable {
  const names = ['claims', 'floors', 'weights', 'exact_awards', 'awards'] as const;
  const figures = names.map((name) => new Map(answer.field(name).byId()));
  const ids = answer.field('claims').byId();
  return {
    columns: ['member', 'may claim', 'floor', 'weight', 'exactly', 'gets', 'part'],
    rows: ids.map(([id, claim]) => {
      const own = figures.map((by) => by.get(id)?.quantity() ?? rational.ZERO);
      const award = own[4] ?? rational.ZERO;
      return [id, ...own.map(shown), shownPart(award, claim.quantity())];
    }),
  };
}

function opened(answer: Place): Rational {
  const caps = answer.field('release_cap').entries();
  return rational.sum(caps.map(([, place]) => place.quantity()));
}

function textOf({ value }: Place): string {
  return typeof value === 'string' ? value : '';
}
