import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import { couldRelieve } from './check-routing';
import type { PublishedRouting } from './check-routing';

/** One member's exact and rounded award in award units, in ascending member id. */
export interface RoundedMember {
  readonly exact: Rational;
  readonly weight: Rational;
  readonly award: bigint;
  /** Exact minus granted over past runs; 0 when left out, as in runs that keep no credits. */
  readonly credit?: Rational;
}

/** One line of the published trace. */
export interface PublishedStep {
  readonly index: number;
  readonly fraction: Rational;
  readonly up: boolean;
}

/**
 * Faults of a rounding: every award within one unit of the exact one, the sums equal, the trace in
 * the published order, and no unit given past a member who came before and could have had it.
 */
export function checkRounding(
  members: readonly RoundedMember[],
  trace: readonly PublishedStep[],
  routing: PublishedRouting,
): readonly string[] {
  const faults = members.flatMap(({ exact, award }, index) => {
    const within = award === rational.floor(exact) || award === rational.ceil(exact);
    return within ? [] : [`the award of member ${index} is not its exact award rounded`];
  });
  const exactTotal = rational.sum(members.map(({ exact }) => exact));
  const total = members.reduce((sum, { award }) => sum + award, 0n);
  if (!rational.equal(exactTotal, rational.of(total))) {
    faults.push('the awards do not sum to the exact total');
  }
  for (const fault of checkTrace(members, trace)) faults.push(fault);
  return faults.length > 0 ? faults : checkOrder(trace, routing);
}

function checkTrace(
  members: readonly RoundedMember[],
  trace: readonly PublishedStep[],
): readonly string[] {
  const faults: string[] = [];
  const listed = new Set(trace.map(({ index }) => index));
  members.forEach(({ exact }, index) => {
    if (listed.has(index) === (exact.q === 1n)) {
      faults.push(`member ${index} is wrongly in or out of the rounding trace`);
    }
  });
  if (listed.size !== trace.length) faults.push('the rounding trace names a member twice');
  trace.forEach(({ index, fraction, up }, place) => {
    const member = members[index];
    if (member === undefined) return void faults.push('the rounding trace names nobody');
    const whole = rational.floor(member.exact);
    if (!rational.equal(fraction, rational.sub(member.exact, rational.of(whole)))) {
      faults.push(`the fraction of member ${index} is wrong`);
    }
    if (up !== member.award > whole) faults.push(`the outcome of member ${index} is wrong`);
    const next = trace[place + 1];
    const after = next && members[next.index];
    if (next !== undefined && after !== undefined && !precedes(index, member, next.index, after)) {
      faults.push(`members ${index} and ${next.index} are in the wrong rounding order`);
    }
  });
  return faults;
}

/** Largest fraction, then lowest exact / weight, then largest credit, then member id. */
function precedes(
  index: number,
  member: RoundedMember,
  nextIndex: number,
  next: RoundedMember,
): boolean {
  const rest = ({ exact }: RoundedMember) =>
    rational.sub(exact, rational.of(rational.floor(exact)));
  const byFraction = rational.compare(rest(next), rest(member));
  if (byFraction !== 0) return byFraction < 0;
  const byLevel = rational.compare(
    rational.mul(member.exact, next.weight),
    rational.mul(next.exact, member.weight),
  );
  if (byLevel !== 0) return byLevel < 0;
  const byCredit = rational.compare(next.credit ?? rational.ZERO, member.credit ?? rational.ZERO);
  return byCredit === 0 ? index < nextIndex : byCredit < 0;
}

function checkOrder(trace: readonly PublishedStep[], routing: PublishedRouting): readonly string[] {
  return trace.flatMap(({ index, up }, place) => {
    if (up) return [];
    const relief = couldRelieve(routing, index);
    const later = trace.slice(place + 1).filter((step) => step.up);
    const passedOver = relief.slack || later.some((step) => relief.members.has(step.index));
    return passedOver ? [`member ${index} was passed over in the rounding`] : [];
  });
}
