import { DomainError } from '../errors';
import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';

/** One participating country; all figures per day in one unit, except `reserveCommitment`. */
export interface SharingMember {
  readonly id: string;
  readonly baseFinalConsumption: Rational;
  /** Normal domestic production. */
  readonly normalProduction: Rational;
  /** Net imports actually available in the emergency; negative for a net exporter. */
  readonly netImportsAvailable: Rational;
  /** Emergency reserve commitment, a stock: only its proportions count. */
  readonly reserveCommitment: Rational;
}

export interface SharingProblem {
  /** Daily supplies of the group before the loss. */
  readonly baseSupply: Rational;
  readonly members: readonly SharingMember[];
  /** `step` is the treaty's; `ramp` rises evenly, so that nobody gains from a larger loss. */
  readonly schedule: 'step' | 'ramp';
  /** A surplus after restraint stays where it is; otherwise it is shared like a shortfall. */
  readonly clampsShortfall: boolean;
}

export interface SharingResult {
  readonly consumption: Rational;
  readonly supply: Rational;
  readonly reduction: Rational;
  readonly lossRatio: Rational;
  /** Null while the loss is below the general trigger. */
  readonly sharing: Sharing | null;
}

export interface Sharing {
  /** Fraction of base consumption that everybody saves. */
  readonly restraint: Rational;
  readonly shortfall: Rational;
  readonly shortfallBeforeClamp: Rational;
  readonly members: readonly MemberShare[];
}

export interface MemberShare {
  readonly id: string;
  readonly permissibleConsumption: Rational;
  readonly drawdownObligation: Rational;
  readonly supplyRight: Rational;
  readonly available: Rational;
  readonly allocationRight: Rational;
  readonly allocationObligation: Rational;
}

/** Articles 13 and 14: each trigger is "at least equal to", and sets the demand restraint. */
const FIRST = { trigger: rational.ratio(7n, 100n), restraint: rational.ratio(7n, 100n) };
const SECOND = { trigger: rational.ratio(12n, 100n), restraint: rational.ratio(10n, 100n) };

/**
 * General sharing by articles 7, 13 and 14 of the Agreement on an International Energy Program
 * (1974): permissible consumption less the member's part of the drawdown is its supply right; who
 * has less available may take the difference, and who has more gives it. Rights and obligations
 * sum to the same, unless a surplus is clamped. Refuses as `no-reserve-commitments` a shortfall
 * (or an unclamped surplus) that no commitment can share.
 */
export function generalSharing(problem: SharingProblem): SharingResult {
  const { members, baseSupply } = problem;
  const consumption = rational.sum(members.map((member) => member.baseFinalConsumption));
  const supply = rational.sum(members.map(availableTo));
  const reduction = rational.sub(baseSupply, supply);
  const lossRatio = consumption.p === 0n ? rational.ZERO : rational.div(reduction, consumption);
  const result = { consumption, supply, reduction, lossRatio };
  if (rational.compare(lossRatio, FIRST.trigger) < 0) return { ...result, sharing: null };
  const restraint = restraintAt(lossRatio, problem.schedule);
  const kept = rational.mul(rational.sub(rational.ONE, restraint), consumption);
  const shortfallBeforeClamp = rational.sub(kept, supply);
  const shortfall = problem.clampsShortfall
    ? rational.max(rational.ZERO, shortfallBeforeClamp)
    : shortfallBeforeClamp;
  const shares = sharesOf(members, restraint, shortfall);
  return { ...result, sharing: { restraint, shortfall, shortfallBeforeClamp, members: shares } };
}

/**
 * Restraint from the first trigger on. The ramp joins the treaty's two steps by a straight line; at
 * a slope of 3/5, between 0 and 1, every supply right falls when supply does, whereas at the
 * treaty's step a member with large reserves gains from a larger loss.
 */
export function restraintAt(lossRatio: Rational, schedule: 'step' | 'ramp'): Rational {
  if (rational.compare(lossRatio, SECOND.trigger) >= 0) return SECOND.restraint;
  if (schedule === 'step') return FIRST.restraint;
  const slope = rational.div(
    rational.sub(SECOND.restraint, FIRST.restraint),
    rational.sub(SECOND.trigger, FIRST.trigger),
  );
  const above = rational.sub(lossRatio, FIRST.trigger);
  return rational.add(FIRST.restraint, rational.mul(slope, above));
}

function availableTo({ normalProduction, netImportsAvailable }: SharingMember): Rational {
  return rational.add(normalProduction, netImportsAvailable);
}

function sharesOf(
  members: readonly SharingMember[],
  restraint: Rational,
  shortfall: Rational,
): readonly MemberShare[] {
  const commitments = rational.sum(members.map((member) => member.reserveCommitment));
  if (commitments.p === 0n && shortfall.p !== 0n) {
    const message = 'No member has a reserve commitment, so nothing says who draws down how much.';
    throw new DomainError('rule', 'no-reserve-commitments', message, { pointer: '/members' });
  }
  const drawnPerCommitment =
    commitments.p === 0n ? rational.ZERO : rational.div(shortfall, commitments);
  return members.map((member) => {
    const permissibleConsumption = rational.mul(
      rational.sub(rational.ONE, restraint),
      member.baseFinalConsumption,
    );
    const drawdownObligation = rational.mul(drawnPerCommitment, member.reserveCommitment);
    const supplyRight = rational.sub(permissibleConsumption, drawdownObligation);
    const available = availableTo(member);
    return {
      id: member.id,
      permissibleConsumption,
      drawdownObligation,
      supplyRight,
      available,
      allocationRight: positivePart(rational.sub(supplyRight, available)),
      allocationObligation: positivePart(rational.sub(available, supplyRight)),
    };
  });
}

function positivePart(value: Rational): Rational {
  return rational.max(rational.ZERO, value);
}
