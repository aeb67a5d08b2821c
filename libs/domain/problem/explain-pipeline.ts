import { at } from '../at';
import { explain } from '../allocation/explanation';
import type { RunFairness } from '../allocation/explanation';
import { mass, named, numeral, part, perDay } from '../allocation/message';
import type { PipelineResult } from '../allocation/pipeline-values';
import * as rational from '../quantity/rational';
import { runOf } from './pipeline';
import type { Place } from './place';
import { chains, heads, partOf, say } from './report';
import type { Report, ReportMessage, ReportTable } from './report';

/** Why a release comes out as it does: the run, all members in a table, and each one's steps. */
export function explainPipeline(problem: Place): Report {
  const { input, result } = runOf(problem);
  const { run, members, fairness } = explain(input, result);
  const steps = chains(members.length, (index) => {
    const { member, steps: own } = at(members, index);
    return { of: say('member', { member: named(member) }), steps: own };
  });
  if (result.tier === 'none') return [...run, ...steps];
  return [...run, tableOf(result), ...fairnessOf(fairness), say('units.kg'), ...steps];
}

function tableOf({ members, unit }: PipelineResult): ReportTable {
  const inKg = (units: rational.Rational) => mass(rational.mul(units, rational.of(unit)));
  return {
    columns: heads(
      ...(['head.member', 'head.may-claim', 'head.floor', 'head.weight'] as const),
      ...(['head.exactly', 'head.gets', 'head.covered'] as const),
    ),
    rows: members.map(({ id, claim, floor, weight, exactAward, award }) => [
      named(id),
      inKg(rational.of(claim)),
      inKg(rational.of(floor)),
      perDay(weight),
      inKg(exactAward),
      inKg(rational.of(award)),
      partOf(rational.of(award), rational.of(claim)),
    ]),
  };
}

function fairnessOf({ before, after }: RunFairness): readonly ReportMessage[] {
  const told = [
    ['fair.before', before],
    ['fair.after', after],
  ] as const;
  return told.flatMap(([id, { worstOff, gini }]) => {
    if (worstOff === null) return [];
    return [
      say(id, {
        worst: named(worstOff.member),
        coverage: part(worstOff.coverage),
        gini: numeral(gini),
      }),
    ];
  });
}
