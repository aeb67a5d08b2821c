import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import type { ReleaseParameters } from './parameters';

/** How far a disruption opens the reserve: not at all, for single members, or for the group. */
export type Tier = 'none' | 'selective' | 'general' | 'severe';

/** One member's supply position, in mass per day. */
export interface SupplyPosition {
  readonly baseline: Rational;
  readonly baseSupply: Rational;
  readonly ownSupply: Rational;
}

/** What the trigger found: how much the group lost, and how far that opens the reserve. */
export interface Trigger {
  readonly lossRatio: Rational;
  readonly tier: Tier;
}

type Triggers = Pick<ReleaseParameters, 'triggerGeneral' | 'triggerSevere'>;

/** Stage 5: the loss ratio of the group, and the tier it opens. */
export function triggerOf(positions: readonly SupplyPosition[], triggers: Triggers): Trigger {
  const loss = groupLossRatio(positions);
  return { lossRatio: loss, tier: tierOf(loss, positions, triggers) };
}

/** The group's lost supply over its baseline; 0 when nobody consumes anything. */
export function groupLossRatio(positions: readonly SupplyPosition[]): Rational {
  return lossRatio({
    baseline: rational.sum(positions.map((position) => position.baseline)),
    baseSupply: rational.sum(positions.map((position) => position.baseSupply)),
    ownSupply: rational.sum(positions.map((position) => position.ownSupply)),
  });
}

/** Lost supply over baseline, negative when supply grew; 0 for a baseline of 0. */
export function lossRatio(position: SupplyPosition): Rational {
  if (position.baseline.p === 0n) return rational.ZERO;
  return rational.div(rational.sub(position.baseSupply, position.ownSupply), position.baseline);
}

/** Both group triggers are "at least"; a single member must lose more than the general trigger. */
export function tierOf(
  groupLoss: Rational,
  positions: readonly SupplyPosition[],
  triggers: Triggers,
): Tier {
  if (rational.compare(groupLoss, triggers.triggerSevere) >= 0) return 'severe';
  if (rational.compare(groupLoss, triggers.triggerGeneral) >= 0) return 'general';
  return positions.some((position) => isHit(position, triggers)) ? 'selective' : 'none';
}

/** Who may claim: everybody in a group tier, the members hit in a selective one. */
export function isEligible(tier: Tier, position: SupplyPosition, triggers: Triggers): boolean {
  if (tier === 'none') return false;
  return tier === 'selective' ? isHit(position, triggers) : true;
}

function isHit(position: SupplyPosition, triggers: Triggers): boolean {
  return rational.compare(lossRatio(position), triggers.triggerGeneral) > 0;
}
