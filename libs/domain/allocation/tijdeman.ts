import { assert } from '../assert';
import { at } from '../at';
import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';

/** What each member is entitled to of the first `lots` lots, exactly; never less of more lots. */
export type Entitlement = (lots: number) => readonly Rational[];

/**
 * Who receives each of so many lots, one after another, as positions of members (Tijdeman, The
 * chairman assignment problem, 1980). With m members no one is ever further than 1 - 1/(2m - 2)
 * lots from what it is entitled to: within its quota at every step, and nothing is taken back.
 *
 * Lot k goes, among the members at least 1/(2m - 2) behind, to the one that would first be
 * 1 - 1/(2m - 2) behind; among those to the one that is furthest behind, then to the first.
 */
export function lotSchedule(entitlement: Entitlement, count: number): readonly number[] {
  const path = Array.from({ length: count }, (_, index) => entitlement(index + 1));
  const members = path[0]?.length ?? 0;
  if (members < 2) return path.map(() => 0);
  const near = rational.ratio(1n, 2n * BigInt(members) - 2n);
  const far = rational.sub(rational.ONE, near);
  const received = Array.from({ length: members }, () => 0n);
  /** By member, the first lot at which it would be too far behind; only ever moves on. */
  const due = received.map((_, member) => dueFrom(path, member, far, 0n, 0));
  return path.map((entitled) => {
    const behind = entitled.map((lots, member) =>
      rational.sub(lots, rational.of(at(received, member))),
    );
    const chosen = mostUrgent(behind, due, near);
    received[chosen] = at(received, chosen) + 1n;
    due[chosen] = dueFrom(path, chosen, far, at(received, chosen), at(due, chosen));
    return chosen;
  });
}

function mostUrgent(behind: readonly Rational[], due: readonly number[], near: Rational): number {
  const [first, ...others] = [...behind.keys()].filter(
    (member) => rational.compare(at(behind, member), near) >= 0,
  );
  assert(first !== undefined, 'while lots are left, somebody is behind');
  return others.reduce((chosen, member) => {
    const sooner = at(due, chosen) - at(due, member);
    if (sooner !== 0) return sooner > 0 ? member : chosen;
    return rational.compare(at(behind, member), at(behind, chosen)) > 0 ? member : chosen;
  }, first);
}

/** The first lot, from position `from`, at which a member with so many is far behind. */
function dueFrom(
  path: readonly (readonly Rational[])[],
  member: number,
  far: Rational,
  received: bigint,
  from: number,
): number {
  const limit = rational.add(rational.of(received), far);
  let lot = from;
  while (lot < path.length && rational.compare(at(at(path, lot), member), limit) < 0) lot += 1;
  return lot;
}
