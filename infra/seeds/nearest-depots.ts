import { assert } from '#domain/assert';
import type { Place } from './rows';
import { memberOf, WORLD } from './world';

const FULL_TURN = 360_000_000n;
const DEGREES = /^(-?)([0-9]{1,3})\.([0-9]{1,6})$/;

/** Whole micro-degrees of a decimal text of degrees. */
export function microDegrees(text: string): bigint {
  const [, sign, whole, decimals] = DEGREES.exec(text) ?? [];
  assert(whole !== undefined && decimals !== undefined, `"${text}" is no decimal degrees`);
  const magnitude = BigInt(whole + decimals.padEnd(6, '0'));
  return sign === '-' ? -magnitude : magnitude;
}

/** The squared cosine of latitude in thousandths, for bands of ten degrees from the equator. */
const SQUARED_COSINE = [992n, 933n, 821n, 671n, 500n, 329n, 179n, 67n, 8n] as const;
const BAND = 10_000_000n;

/** How much a degree of longitude counts halfway between two latitudes, squared, in thousandths. */
function narrowing(a: bigint, b: bigint): bigint {
  const middle = (a + b) / 2n;
  const band = Number((middle < 0n ? -middle : middle) / BAND);
  return SQUARED_COSINE[band] ?? 8n;
}

/**
 * Nearness of two places: squared micro-degrees, the short way round the globe, with longitude
 * narrowed by latitude in bands. It ranks depots in whole numbers; it is no distance.
 */
export function nearness(a: Place, b: Place): bigint {
  const [latitudeA, latitudeB] = [microDegrees(a.latitude), microDegrees(b.latitude)];
  const north = latitudeA - latitudeB;
  const raw = microDegrees(a.longitude) - microDegrees(b.longitude);
  const apart = raw < 0n ? -raw : raw;
  const east = apart > FULL_TURN / 2n ? FULL_TURN - apart : apart;
  return north * north + (east * east * narrowing(latitudeA, latitudeB)) / 1_000n;
}

/** The depots nearest to a member's seat of government, nearest first, ties by UN/LOCODE. */
export function nearestDepots(member: string, count: number): readonly string[] {
  const { seat } = memberOf(member);
  const ranked = WORLD.depots.map((depot) => ({
    unlocode: depot.unlocode,
    rank: nearness(seat, depot),
  }));
  ranked.sort((a, b) => {
    if (a.rank !== b.rank) return a.rank < b.rank ? -1 : 1;
    return a.unlocode < b.unlocode ? -1 : 1;
  });
  return ranked.slice(0, count).map((depot) => depot.unlocode);
}
