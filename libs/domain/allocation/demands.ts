import { at } from '../at';
import {
  claimOf,
  floorOf,
  gapOf,
  inUnits,
  permissibleNeed,
  weightOf,
  withSmallestWeight,
} from '../release/claims';
import type { ReleaseParameters } from '../release/parameters';
import type { Opening } from '../release/schedule';
import { isEligible, lossRatio } from '../release/trigger';
import type { Trigger } from '../release/trigger';
import type { Demand, PipelineMember } from './pipeline-values';

/**
 * Stages 7 to 9, for each member: what it may consume, what it lacks of that, and so its claim;
 * what of the claim is essential; and the weight its award is measured by. Claims and floors are
 * whole award units from here on.
 */
export function demandsOf(
  members: readonly PipelineMember[],
  { tier }: Trigger,
  { restraint }: Opening,
  parameters: ReleaseParameters,
): readonly Demand[] {
  const { horizonDays, awardUnitGrams } = parameters;
  const demands = members.map((member) => {
    const eligible = isEligible(tier, member, parameters);
    const permissible = permissibleNeed(member.baseline, restraint, horizonDays);
    const gap = gapOf(permissible, member.ownSupply, horizonDays);
    const claim = eligible ? claimOf(member.need, gap) : 0n;
    return {
      id: member.id,
      lossRatio: lossRatio(member),
      eligible,
      permissible,
      gap,
      ...inUnits(claim, floorOf(claim, member.essential), awardUnitGrams),
      essential: member.essential,
      weight: weightOf(member, parameters),
    };
  });
  const weights = withSmallestWeight(
    demands.map(({ weight }) => weight),
    demands.map(({ claim }) => claim),
  );
  return demands.map((demand, index) => ({ ...demand, weight: at(weights, index) }));
}
