import type { Amounts } from '../../libs/domain/allocation/rules/amounts';
import * as rational from '../../libs/domain/quantity/rational';
import type { Rational } from '../../libs/domain/quantity/rational';
import { at } from './claims-laws';

/** Rules computed the slow way, from their definitions; nothing here uses the water level. */

/** A schedule of awards: those of each claim at each level, straight between the turns. */
export interface Schedule {
  readonly awardsAt: (level: Rational) => Amounts;
  readonly turns: Amounts;
}

/** The awards of a schedule that sum to the estate, by a straight line between two turns. */
export function bySchedule(estate: Rational, { awardsAt, turns }: Schedule): Amounts {
  const levels = [...turns].sort(rational.compare);
  const totals = levels.map((level) => rational.sum(awardsAt(level)));
  const after = totals.findIndex((total) => rational.compare(total, estate) >= 0);
  const high = awardsAt(levels[after]!);
  if (after === 0 || rational.equal(totals[after]!, estate)) return high;
  const low = awardsAt(levels[after - 1]!);
  const [from, to] = [totals[after - 1]!, totals[after]!];
  const part = rational.div(rational.sub(estate, from), rational.sub(to, from));
  return low.map((award, index) =>
    rational.add(award, rational.mul(part, rational.sub(at(high, index), award))),
  );
}

/** First come, first served, averaged over every order of arrival. */
export function byEveryOrder(estate: Rational, claims: Amounts): Amounts {
  const orders = permutations(claims.map((_, index) => index));
  const totals = claims.map(() => rational.ZERO);
  for (const order of orders) {
    let left = estate;
    for (const index of order) {
      const gain = rational.min(at(claims, index), left);
      left = rational.sub(left, gain);
      totals[index] = rational.add(at(totals, index), gain);
    }
  }
  return totals.map((total) => rational.div(total, rational.of(BigInt(orders.length))));
}

function permutations(items: readonly number[]): readonly (readonly number[])[] {
  if (items.length === 0) return [[]];
  return items.flatMap((item) =>
    permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
  );
}

/** The tau value of O'Neill's game: a coalition has what all others leave of the estate. */
export function byTauValue(estate: Rational, claims: Amounts): Amounts {
  const worth = (coalition: readonly number[]): Rational => {
    const others = claims.filter((_, index) => !coalition.includes(index));
    return rational.max(rational.ZERO, rational.sub(estate, rational.sum(others)));
  };
  const all = claims.map((_, index) => index);
  const least = all.map((index) => worth([index]));
  const most = all.map((index) =>
    rational.sub(worth(all), worth(all.filter((other) => other !== index))),
  );
  const [low, high] = [rational.sum(least), rational.sum(most)];
  if (rational.equal(low, high)) return least;
  const part = rational.div(rational.sub(estate, low), rational.sub(high, low));
  return least.map((each, index) =>
    rational.add(each, rational.mul(part, rational.sub(at(most, index), each))),
  );
}

/** Two hold a garment: each concedes what it does not claim, and the rest is halved. */
export function contestedGarment(estate: Rational, [a, b]: readonly [Rational, Rational]): Amounts {
  const concededTo = (claim: Rational): Rational =>
    rational.max(rational.ZERO, rational.sub(estate, claim));
  const [toA, toB] = [concededTo(b), concededTo(a)];
  const contested = rational.sub(estate, rational.add(toA, toB));
  const half = rational.div(contested, rational.of(2n));
  return [rational.add(toA, half), rational.add(toB, half)];
}

/** How many units are claimed by exactly 1, 2, ... claimants, and what each claimant gets. */
interface Layout {
  readonly claimedBy: readonly number[];
  /** In parts of a unit, of which AWARD_PARTS make one. */
  readonly awards: readonly (readonly number[])[];
}

/** Divisible by every number of claimants that this can be asked for. */
export const AWARD_PARTS = 12;

/**
 * O'Neill's minimal overlap on whole units: of all ways to lay claims on units, those with the most
 * units claimed by one only, then by two only and so on; each unit is split among its claimants.
 * All awards that such ways give.
 */
export function byEveryLayout(units: number, claims: readonly number[]): Layout['awards'] {
  const known = new Map<string, Layout | null>();
  const best = (left: number, open: readonly number[]): Layout | null => {
    const key = `${left}:${open.join()}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const made =
      left === 0
        ? end(open)
        : bestOf(subsets(open), (set) => {
            const after = best(
              left - 1,
              open.map((claim, index) => claim - (set[index] ?? 0)),
            );
            return after === null ? null : laid(after, set);
          });
    known.set(key, made);
    return made;
  };
  return (
    best(
      units,
      claims.map((claim) => Math.min(claim, units)),
    )?.awards ?? []
  );
}

function end(open: readonly number[]): Layout | null {
  const nothing = open.map(() => 0);
  return open.every((claim) => claim === 0) ? { claimedBy: nothing, awards: [nothing] } : null;
}

/** Every set of those who still claim, as 0 and 1. */
function subsets(open: readonly number[]): readonly (readonly number[])[] {
  return open.reduce<readonly (readonly number[])[]>(
    (sets, claim) =>
      sets.flatMap((set) =>
        claim > 0
          ? [
              [...set, 0],
              [...set, 1],
            ]
          : [[...set, 0]],
      ),
    [[]],
  );
}

function laid(after: Layout, set: readonly number[]): Layout {
  const size = set.reduce((count, one) => count + one, 0);
  const share = size === 0 ? 0 : AWARD_PARTS / size;
  return {
    claimedBy: after.claimedBy.map((count, index) => count + (index === size - 1 ? 1 : 0)),
    awards: after.awards.map((awards) => awards.map((each, index) => each + share * set[index]!)),
  };
}

function bestOf(
  sets: readonly (readonly number[])[],
  layoutOf: (set: readonly number[]) => Layout | null,
): Layout | null {
  return sets.reduce<Layout | null>((best, set) => {
    const layout = layoutOf(set);
    if (layout === null || best === null) return layout ?? best;
    const order = compareLists(layout.claimedBy, best.claimedBy);
    if (order !== 0) return order > 0 ? layout : best;
    return { ...best, awards: distinct([...best.awards, ...layout.awards]) };
  }, null);
}

function distinct(lists: readonly (readonly number[])[]): readonly (readonly number[])[] {
  return [...new Map(lists.map((list) => [list.join(), list])).values()];
}

function compareLists(a: readonly number[], b: readonly number[]): number {
  const index = a.findIndex((each, place) => each !== b[place]);
  return index < 0 ? 0 : a[index]! - b[index]!;
}
