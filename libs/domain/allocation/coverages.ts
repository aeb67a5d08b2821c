import { at } from '../at';
import * as rational from '../quantity/rational';
import type { Coverage } from './fairness';
import type { PipelineInput, PipelineResult } from './pipeline-values';

/** Supply and use of each member over the horizon, in the unit of the input's masses. */
export function coveragesOf(input: PipelineInput, result: PipelineResult): readonly Coverage[] {
  const horizon = rational.of(input.parameters.horizonDays);
  return input.members.map((member, index) => {
    const before = rational.mul(member.ownSupply, horizon);
    const award = rational.of(at(result.members, index).award * result.unit);
    return {
      member: member.id,
      need: rational.mul(member.baseline, horizon),
      before,
      after: rational.add(before, award),
    };
  });
}
