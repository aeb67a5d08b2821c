import { at } from '../at';
import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import type { PipelineInput, PipelineResult } from './pipeline-values';

/**
 * Stage 18: each member's rounding credit after a run: what it had, and what its exact award is
 * above the granted one, in units. As exact and whole awards have the same sum, credits that summed
 * to 0 before do so after.
 */
export function creditsAfter(
  { members }: PipelineInput,
  result: PipelineResult,
): ReadonlyMap<string, Rational> {
  return new Map(
    members.map(({ id, roundingCredit = rational.ZERO }, index) => {
      const { exactAward, award } = at(result.members, index);
      const gained = rational.sub(exactAward, rational.of(award));
      return [id, rational.add(roundingCredit, gained)];
    }),
  );
}
