import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { weightedEqualAwards } from '../allocation/rules/equal-awards';
import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import { apportion } from './apportion';
import { lotSchedule } from './lot-schedule';

interface LotVector {
  readonly title: string;
  readonly caps_in_lots: readonly number[];
  readonly weights: readonly string[];
  readonly recipient_of_each_lot: readonly number[];
  readonly bound: string;
  readonly largest_deviation: string;
  readonly largest_remainder_backsteps_at_house: readonly number[];
  readonly cumulative_after_half: readonly number[];
}

const { lots: vectors } = JSON.parse(
  readFileSync(join(__dirname, '../../../tests/vectors/apportionment.json'), 'utf8'),
) as { lots: readonly LotVector[] };

/** Weighted constrained equal awards of 1, 2, 3 ... lots, as far as the caps go. */
function path(caps: readonly number[], weights: readonly Rational[]): readonly Rational[][] {
  const claims = caps.map((cap) => rational.of(BigInt(cap)));
  const all = caps.reduce((sum, cap) => sum + cap, 0);
  return Array.from({ length: all }, (_, lot) => [
    ...weightedEqualAwards(rational.of(BigInt(lot + 1)), claims, weights),
  ]);
}

/** What each member has after each lot. */
function running(recipients: readonly number[], members: number): readonly bigint[][] {
  const received = Array.from({ length: members }, () => 0n);
  return recipients.map((member) => {
    received[member] = (received[member] ?? 0n) + 1n;
    return [...received];
  });
}

function largestDeviation(
  entitlements: readonly Rational[][],
  held: readonly bigint[][],
): Rational {
  const deviations = entitlements.flatMap((exact, lot) =>
    exact.map((mine, member) => {
      const difference = rational.sub(mine, rational.of(held[lot]?.[member] ?? 0n));
      return rational.max(difference, rational.sub(rational.ZERO, difference));
    }),
  );
  return deviations.reduce(rational.max, rational.ZERO);
}

const boundOf = (members: number): Rational =>
  rational.ratio(2n * BigInt(members) - 3n, 2n * BigInt(members) - 2n);

describe('the schedule of lots', () => {
  it.each(vectors)('$title', (vector) => {
    const entitlements = path(vector.caps_in_lots, vector.weights.map(rational.parse));
    const recipients = lotSchedule(entitlements);
    const held = running(recipients, vector.weights.length);
    expect(recipients).toEqual(vector.recipient_of_each_lot);
    expect(rational.format(boundOf(vector.weights.length))).toBe(vector.bound);
    expect(rational.format(largestDeviation(entitlements, held))).toBe(vector.largest_deviation);
    const half = Math.floor(recipients.length / 2) - 1;
    expect(held[half]?.map(Number)).toEqual(vector.cumulative_after_half);
  });

  it.each(vectors)('$title: where largest remainder would take a lot back', (vector) => {
    const entitlements = path(vector.caps_in_lots, vector.weights.map(rational.parse));
    const held = entitlements.map((exact, lot) => apportion('hamilton', exact, BigInt(lot + 1)));
    const backsteps = held.flatMap((now, lot) =>
      now.some((own, member) => own < (held[lot - 1]?.[member] ?? 0n)) ? [lot + 1] : [],
    );
    expect(backsteps).toEqual(vector.largest_remainder_backsteps_at_house);
  });

  it('keeps everybody within the bound, and within its cap, after every lot', () => {
    const member = fc.tuple(fc.integer({ min: 0, max: 12 }), fc.bigInt(1n, 50n));
    fc.assert(
      fc.property(fc.array(member, { minLength: 2, maxLength: 6 }), (members) => {
        const caps = members.map(([cap]) => cap);
        const weights = members.map(([, weight]) => rational.of(weight));
        const entitlements = path(caps, weights);
        const held = running(lotSchedule(entitlements), members.length);
        const deviation = largestDeviation(entitlements, held);
        expect(rational.compare(deviation, boundOf(members.length))).toBeLessThanOrEqual(0);
        if (held.length > 0) expect(held.at(-1)).toEqual(caps.map(BigInt));
      }),
      { numRuns: 300 },
    );
  });

  it('gives one member every lot, and no lot to nobody', () => {
    expect(lotSchedule(path([3], [rational.ONE]))).toEqual([0, 0, 0]);
    expect(lotSchedule([])).toEqual([]);
  });
});

it('counts a lag of just the least as a lag: two equals take turns', () => {
  const turns = [1n, 2n, 3n, 4n].map((lots) => [
    rational.ratio(lots, 2n),
    rational.ratio(lots, 2n),
  ]);
  expect(lotSchedule(turns)).toEqual([0, 1, 0, 1]);
});
