import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import * as rational from '../quantity/rational';
import { weightedEqualAwards } from './rules/equal-awards';
import { lotSchedule } from './tijdeman';

interface LotsVector {
  readonly title: string;
  readonly caps_in_lots: readonly number[];
  readonly weights: readonly string[];
  readonly recipient_of_each_lot: readonly number[];
  readonly bound: string;
  readonly largest_deviation: string;
  readonly cumulative_after_half: readonly number[];
}

const { lots } = JSON.parse(
  readFileSync(join(__dirname, '../../../tests/vectors/lots.json'), 'utf8'),
) as { lots: readonly LotsVector[] };

function entitlementOf(caps: readonly number[], weights: readonly string[]) {
  const claims = caps.map((cap) => rational.of(BigInt(cap)));
  const parsed = weights.map(rational.parse);
  return (count: number) => weightedEqualAwards(rational.of(BigInt(count)), claims, parsed, {});
}

/** The largest distance between what was received and what was due, after any lot. */
function largestDeviation(
  entitlement: ReturnType<typeof entitlementOf>,
  schedule: readonly number[],
) {
  const received = new Map<number, bigint>();
  let largest = rational.ZERO;
  schedule.forEach((recipient, lot) => {
    received.set(recipient, (received.get(recipient) ?? 0n) + 1n);
    entitlement(lot + 1).forEach((due, member) => {
      const off = rational.sub(due, rational.of(received.get(member) ?? 0n));
      largest = rational.max(largest, rational.max(off, rational.sub(rational.ZERO, off)));
    });
  });
  return largest;
}

describe('the schedule of lots', () => {
  it.each(lots.map((vector) => [vector.title, vector] as const))('%s', (_title, vector) => {
    const entitlement = entitlementOf(vector.caps_in_lots, vector.weights);
    const schedule = lotSchedule(entitlement, vector.recipient_of_each_lot.length);
    expect(schedule).toEqual(vector.recipient_of_each_lot);
    expect(rational.format(largestDeviation(entitlement, schedule))).toBe(vector.largest_deviation);
    const half = schedule.slice(0, Math.floor(schedule.length / 2));
    const counts = vector.caps_in_lots.map(
      (_, member) => half.filter((to) => to === member).length,
    );
    expect(counts).toEqual(vector.cumulative_after_half);
  });

  it('keeps everybody within the bound at every lot, and within its claim', () => {
    const member = fc.record({
      cap: fc.integer({ min: 0, max: 12 }),
      weight: fc.integer({ min: 1, max: 50 }),
    });
    fc.assert(
      fc.property(fc.array(member, { minLength: 2, maxLength: 6 }), (members) => {
        const caps = members.map(({ cap }) => cap);
        const entitlement = entitlementOf(
          caps,
          members.map(({ weight }) => `${weight}`),
        );
        const total = caps.reduce((sum, cap) => sum + cap, 0);
        const schedule = lotSchedule(entitlement, total);
        const bound = rational.sub(
          rational.ONE,
          rational.ratio(1n, BigInt(2 * members.length - 2)),
        );
        expect(
          rational.compare(largestDeviation(entitlement, schedule), bound),
        ).toBeLessThanOrEqual(0);
        expect(caps.map((_, index) => schedule.filter((to) => to === index).length)).toEqual(caps);
      }),
      { numRuns: 300 },
    );
  });

  it('gives every lot to the only member, and none to nobody', () => {
    expect(lotSchedule(entitlementOf([3], ['2']), 3)).toEqual([0, 0, 0]);
    expect(lotSchedule(entitlementOf([3, 4], ['2', '1']), 0)).toEqual([]);
  });
});
