import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import type { ReleaseParameters } from './parameters';
import type { Tier, Trigger } from './trigger';

/** What a tier asks of members and opens of the reserve, both as fractions. */
export interface Opening {
  readonly restraint: Rational;
  readonly releaseFraction: Rational;
}

/**
 * Stage 6: restraint and release fraction. On the ramp both rise linearly with the loss ratio
 * from the general to the severe trigger, without the jump by which a member can gain from a larger
 * loss; on the step schedule they jump at the severe trigger. A selective release stays at the
 * general figures.
 */
export function openingOf(
  { tier, lossRatio: groupLoss }: Trigger,
  parameters: ReleaseParameters,
): Opening {
  if (tier === 'none') return { restraint: rational.ZERO, releaseFraction: rational.ZERO };
  const progress = progressOf(tier, groupLoss, parameters);
  return {
    restraint: between(parameters.restraintGeneral, parameters.restraintSevere, progress),
    releaseFraction: between(parameters.releaseGeneral, parameters.releaseSevere, progress),
  };
}

/** How far the loss has moved from the general (0) to the severe trigger (1). */
function progressOf(tier: Tier, groupLoss: Rational, parameters: ReleaseParameters): Rational {
  if (tier === 'severe') return rational.ONE;
  if (tier === 'selective' || parameters.schedule === 'step') return rational.ZERO;
  const progress = rational.div(
    rational.sub(groupLoss, parameters.triggerGeneral),
    rational.sub(parameters.triggerSevere, parameters.triggerGeneral),
  );
  // Outside the ramp only when a simulation assumes the tier.
  return rational.clamp(progress, rational.ZERO, rational.ONE);
}

function between(low: Rational, high: Rational, progress: Rational): Rational {
  return rational.add(low, rational.mul(rational.sub(high, low), progress));
}
