import { named, numeral, part } from '../allocation/message';
import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import type { Place } from './place';
import { explainGeneral } from './explain-iea-general';
import { explainSelective } from './explain-iea-selective';
import { chains, heads, partOf, say } from './report';
import type { Report } from './report';

const MODES: Readonly<Record<string, (inputs: Place, answer: Place) => Report>> = {
  general: explainGeneral,
  selective: explainSelective,
  collective: explainCollective,
  collective_action: explainCollective,
  review: explainReview,
  reserve_cover: explainReserveCover,
};

/** The answer of any mode, with each member's way to it. */
export function explainIea(problem: Place, answer: Place): Report {
  const mode = problem.field('mode').word(Object.keys(MODES));
  const explained = MODES[mode]?.(problem.optional('inputs') ?? problem, answer);
  return explained ?? problem.field('mode').refuse('a mode of the IEA');
}

function explainCollective(inputs: Place, answer: Place): Report {
  const consumption = inputs.field('consumption').byId();
  const total = rational.sum(consumption.map(([, place]) => place.quantity()));
  const exact = answer.field('exact');
  const whole = answer.optional('integer_largest_remainder');
  const rows = consumption.map(([id, place]) => ({
    id,
    uses: place.quantity(),
    exact: exact.field(id).quantity(),
    whole: whole?.field(id).quantity() ?? null,
  }));
  return [
    say('iea.collective'),
    {
      columns: [
        ...heads('head.member', 'head.use', 'head.part', 'head.exactly'),
        ...(whole === null ? [] : heads('head.whole')),
      ],
      rows: rows.map((row) => [
        named(row.id),
        numeral(row.uses),
        partOf(row.uses, total),
        numeral(row.exact),
        ...(row.whole === null ? [] : [numeral(row.whole)]),
      ]),
    },
    say('units.plain'),
    ...chains(rows.length, (index) => {
      const row = rows[index] ?? { id: '', uses: rational.ZERO, exact: rational.ZERO, whole: null };
      const share = total.p === 0n ? rational.ZERO : rational.div(row.uses, total);
      return {
        of: say('of.member', { name: named(row.id) }),
        steps: [
          say('iea.contributes', { part: part(share), exact: numeral(row.exact) }),
          ...(row.whole === null
            ? []
            : [say('iea.contributes-whole', { whole: numeral(row.whole) })]),
        ],
      };
    }),
  ];
}

function explainReview(_inputs: Place, answer: Place): Report {
  const days = answer.optional('exact_days')?.quantity() ?? null;
  const half = numeral(answer.field('half_of_commitments').quantity());
  return [
    say('iea.review'),
    days === null
      ? say('iea.never-reviewed', { half })
      : say('iea.reviewed', {
          half,
          days: numeral(days),
          day: numeral(rational.of(answer.field('first_whole_day').count())),
        }),
    say('units.plain'),
  ];
}

function explainReserveCover(_inputs: Place, answer: Place): Report {
  const figure = (name: string): Rational => answer.field(name).quantity();
  const isCompliant = answer.field('compliant_if_better_method_used').flag();
  const days = ['days_cover_all_products', 'days_cover_main_products'].map(
    (name) => answer.optional(name)?.quantity() ?? null,
  );
  const [allDays, mainDays] = days;
  if (!allDays || !mainDays) return [say('iea.reserve_cover'), say('iea.cover-exporter')];
  return [
    say('iea.reserve_cover'),
    say('iea.cover', {
      daily: numeral(figure('daily_net_imports')),
      commitment: numeral(figure('commitment_90_days')),
      all: numeral(figure('reserves_all_products')),
      allDays: numeral(allDays),
      main: numeral(figure('reserves_main_products')),
      mainDays: numeral(mainDays),
    }),
    say(isCompliant ? 'iea.compliant' : 'iea.not-compliant'),
    say('units.plain'),
  ];
}
