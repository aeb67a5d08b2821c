import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import { claimsProblem, divided, ruleOf } from './claims';
import type { Place } from './place';
import { counted, shown, shownPart } from './report';
import type { Report } from './report';
import { RULE_WORDS } from './rule-words';

/** What a rule gives each claimant, and how far that goes. */
export function explainClaims(problem: Place): Report {
  const rule = ruleOf(problem);
  const given = claimsProblem(problem);
  const { awards, undistributed } = divided(problem, rule);
  const { estate, claims, weights, lower, upper } = given;
  const total = rational.sum(claims);
  const extras = [
    ...(weights === undefined ? [] : [{ name: 'weight', figures: weights }]),
    ...(lower === undefined ? [] : [{ name: 'floor', figures: lower }]),
    ...(upper === undefined ? [] : [{ name: 'cap', figures: upper }]),
  ];
  const rows = awards.map((award, index) => {
    const claim = claims[index] ?? rational.ZERO;
    return [
      `${index}`,
      shown(claim),
      ...extras.map(({ figures }) => shown(figures[index] ?? rational.ZERO)),
      shown(award),
      shownPart(award, claim),
      shown(rational.sub(claim, award)),
    ];
  });
  return [
    `${shown(estate)} to divide among ${counted(claims.length, 'claimant')} who claim ` +
      `${shown(total)} in all${enough(estate, total)}`,
    `Rule ${rule}: ${RULE_WORDS[rule]}`,
    {
      columns: ['claimant', 'claims', ...extras.map(({ name }) => name), 'gets', 'part', 'short'],
      rows: [
        ...rows,
        [
          'all',
          shown(total),
          ...extras.map(() => ''),
          shown(rational.sum(awards)),
          shownPart(rational.sum(awards), total),
          shown(rational.sub(total, rational.sum(awards))),
        ],
      ],
    },
    ...(undistributed.p > 0n ? [`${shown(undistributed)} is left and goes to nobody.`] : []),
  ];
}

function enough(estate: Rational, total: Rational): string {
  return rational.compare(estate, total) < 0
    ? `: enough for ${shownPart(estate, total)} of it.`
    : ': enough for all.';
}
