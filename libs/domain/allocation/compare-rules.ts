import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import type { RunRecord } from './run-record';
import { equalAwards, weightedEqualAwards } from './rules/equal-awards';
import { equalLosses } from './rules/equal-losses';
import { talmud } from './rules/half-claims';
import { maxMinCoverage } from './rules/max-min-coverage';
import { proportional } from './rules/proportional';
import type { Amounts } from './rules/amounts';

/** What each rule would have given one member, in exact grams. */
export interface RuleComparison {
  readonly member: string;
  readonly award: string;
  readonly proportional: string;
  readonly equalAwards: string;
  readonly equalLosses: string;
  readonly talmud: string;
  readonly weightedEqualAwards: string;
  readonly maxMinCoverage: string;
}

/**
 * What the other rules would have given these members, had the run's awarded total been one pool
 * that everybody can use, with the run's claims and weights: forms and floors play no part in it.
 */
export function compareRules(
  record: RunRecord,
  members: readonly string[],
): readonly RuleComparison[] {
  const horizon = rational.parse(record.horizonDays);
  const estate = rational.parse(record.totals.awarded);
  const figures = (figureOf: (member: RunRecord['members'][number]) => string): Amounts =>
    record.members.map((member) => rational.parse(figureOf(member)));
  const overHorizon = (perDay: Rational) => rational.mul(perDay, horizon);
  const claims = figures(({ claim }) => claim);
  const needs = figures(({ baselinePerDay }) => baselinePerDay).map(overHorizon);
  const supplies = figures(({ ownSupplyPerDay }) => ownSupplyPerDay).map(overHorizon);
  const rules = {
    proportional: proportional(estate, claims),
    equalAwards: equalAwards(estate, claims),
    equalLosses: equalLosses(estate, claims),
    talmud: talmud(estate, claims),
    weightedEqualAwards: weightedEqualAwards(
      estate,
      claims,
      figures(({ weight }) => weight),
    ),
    maxMinCoverage: maxMinCoverage(estate, claims, needs, supplies),
  };
  return record.members.flatMap(({ member, award }, index) => {
    if (!members.includes(member)) return [];
    const given = (awards: Amounts) => rational.format(awards[index] ?? rational.ZERO);
    return [
      {
        member,
        award,
        proportional: given(rules.proportional),
        equalAwards: given(rules.equalAwards),
        equalLosses: given(rules.equalLosses),
        talmud: given(rules.talmud),
        weightedEqualAwards: given(rules.weightedEqualAwards),
        maxMinCoverage: given(rules.maxMinCoverage),
      },
    ];
  });
}
