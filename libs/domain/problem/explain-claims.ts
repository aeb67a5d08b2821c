import { named, numeral, part } from '../allocation/message';
import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import { at } from '../at';
import { claimsProblem, divided, ruleOf } from './claims';
import { explainClaimant } from './explain-claimant';
import type { Place } from './place';
import { chains, heads, numberOf, partOf, say } from './report';
import type { Report, ReportTable } from './report';
import type { ReportId } from './report-english';

/** What a rule gives each claimant, how far that goes, and what held each where it is. */
export function explainClaims(problem: Place): Report {
  const rule = ruleOf(problem);
  const given = claimsProblem(problem);
  const { awards, undistributed } = divided(problem, rule);
  const { estate, claims } = given;
  const total = rational.sum(claims);
  const isShort = rational.compare(estate, total) < 0;
  const figures = {
    estate: numeral(estate),
    count: numberOf(claims.length),
    total: numeral(total),
  };
  const steps = explainClaimant(rule, given, awards);
  return [
    isShort
      ? say('claims.short', { ...figures, part: part(rational.div(estate, total)) })
      : say('claims.enough', figures),
    say(`rule.${rule}`),
    tableOf(given, awards),
    ...(undistributed.p > 0n ? [say('is-left', { left: numeral(undistributed) })] : []),
    say('units.plain'),
    ...chains(claims.length, steps),
  ];
}

function tableOf(
  given: ReturnType<typeof claimsProblem>,
  awards: readonly Rational[],
): ReportTable {
  const { claims, weights, lower, upper } = given;
  const extras = (
    [
      ['head.weight', weights],
      ['head.floor', lower],
      ['head.cap', upper],
    ] as const satisfies readonly (readonly [ReportId, readonly Rational[] | undefined])[]
  ).flatMap(([id, figures]) => (figures === undefined ? [] : [{ id, figures }]));
  const total = rational.sum(claims);
  const awarded = rational.sum(awards);
  const rows = awards.map((award, index) => {
    const claim = at(claims, index);
    return [
      named(`${index}`),
      numeral(claim),
      ...extras.map((extra) => numeral(at(extra.figures, index))),
      numeral(award),
      partOf(award, claim),
      numeral(rational.sub(claim, award)),
    ];
  });
  const sums = [
    say('of.all'),
    numeral(total),
    ...extras.map(() => null),
    numeral(awarded),
    partOf(awarded, total),
    numeral(rational.sub(total, awarded)),
  ];
  return {
    columns: [
      ...heads('head.claimant', 'head.claim'),
      ...extras.map(({ id }) => say(id)),
      ...heads('head.gets', 'head.covered', 'head.short'),
    ],
    rows: [...rows, sums],
  };
}
