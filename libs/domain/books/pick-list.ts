import { DomainError } from '../errors';
import type { LotMass } from './lot';

/** What a lot can give to an order, in grams of contained mass. */
export interface PickableLot {
  readonly lot: string;
  readonly depot: string;
  /** RFC 3339 date; null when it keeps. */
  readonly bestBefore: string | null;
  readonly grams: bigint;
}

/** One line of a pick list: how much of which lot leaves which depot. */
export interface Pick {
  readonly lot: string;
  readonly depot: string;
  readonly grams: bigint;
}

/** The lots of an order, in the order in which they are picked. */
export interface PickList {
  readonly picks: readonly Pick[];
  /** Of those, grams that nothing was earmarked for, by lots that are free. */
  readonly replaced: readonly Pick[];
}

/**
 * Picks an order from what the run earmarked, in the order it was scheduled, but shelf life first:
 * what spoils sooner leaves sooner, and what keeps comes last. Where losses left less earmarked
 * than the award still holds, the free lots, in the order given, take their place. Refuses
 * `award-not-covered` when both together hold less than the order.
 */
export function pickLots(
  earmarked: readonly PickableLot[],
  free: readonly PickableLot[],
  grams: bigint,
): PickList {
  const planned = take([...earmarked].sort(byShelfLife), grams);
  const replaced = take([...free].sort(byShelfLife), grams - sum(planned));
  const missing = grams - sum(planned) - sum(replaced);
  if (missing > 0n) throw notCovered(grams - missing);
  return { picks: joined([...planned, ...replaced]), replaced };
}

/** Sorting is stable, so lots alike in this stay in the order of the schedule. */
function byShelfLife(a: PickableLot, b: PickableLot): number {
  if (a.bestBefore === b.bestBefore) return 0;
  if (a.bestBefore === null) return 1;
  return b.bestBefore === null || a.bestBefore < b.bestBefore ? -1 : 1;
}

function take(lots: readonly PickableLot[], grams: bigint): Pick[] {
  let missing = grams;
  return lots.flatMap((one) => {
    const taken = one.grams < missing ? one.grams : missing;
    if (taken <= 0n) return [];
    missing -= taken;
    return [{ lot: one.lot, depot: one.depot, grams: taken }];
  });
}

/** A lot has one line, also where a part of it was earmarked and a part was free. */
function joined(picks: readonly Pick[]): Pick[] {
  const lines = new Map<string, Pick>();
  for (const pick of picks) {
    const known = lines.get(pick.lot);
    lines.set(pick.lot, { ...pick, grams: pick.grams + (known?.grams ?? 0n) });
  }
  return [...lines.values()];
}

const sum = (picks: readonly Pick[]): bigint =>
  picks.reduce((total, { grams }) => total + grams, 0n);

function notCovered(covered: bigint): DomainError {
  return new DomainError(
    'rule',
    'award-not-covered',
    `Earmarked and free lots that the member can use hold ${covered} g; the rest stays owed.`,
    { pointer: '/quantity', coveredGrams: `${covered}` },
  );
}

/** What a part of a lot weighs and how it is packed. */
export interface Load {
  /** In proportion, rounded up to the gram: what a carrier must be able to take. */
  readonly gross: bigint;
  /** Packages that hold it, the last perhaps in part; null where they are not counted. */
  readonly packages: bigint | null;
}

/** The load of `grams` of a lot that holds `whole` in so many packages. */
export function loadOf(grams: bigint, whole: LotMass, packages: bigint | null): Load {
  const share = (of: bigint): bigint => (of * grams + whole.contained - 1n) / whole.contained;
  return {
    gross: share(whole.gross),
    packages: packages === null || packages === 0n ? null : share(packages),
  };
}
