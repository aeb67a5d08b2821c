import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import { at } from '../at';
import { leximin } from './leximin';
import type { Division, Stake, SupplyNetwork } from './supply-network';

/**
 * Divides class after class, in order of priority: each by leximin on what the network can carry
 * besides the awards of the classes before it and the lower bounds of those after it. One division
 * a class, of which the last one holds all awards; null when the lower bounds cannot be carried.
 * `classes` names each member once.
 */
export function divideInClasses(
  network: SupplyNetwork,
  stakes: readonly Stake[],
  classes: readonly (readonly number[])[],
): readonly Division[] | null {
  const divisions: Division[] = [];
  let now = stakes.map(({ lower }) => fixedAt(lower));
  for (const members of classes) {
    const own = new Set(members);
    const division = leximin(
      network,
      stakes.map((stake, member) => (own.has(member) ? stake : at(now, member))),
    );
    if (division === null) return null;
    divisions.push(division);
    now = now.map((held, member) =>
      own.has(member) ? fixedAt(at(division.awards, member)) : held,
    );
  }
  return divisions;
}

/** A member whose turn is over or has not come: it keeps what it has, whatever the level. */
function fixedAt(award: Rational): Stake {
  return { weight: rational.ZERO, lower: award, upper: award };
}
