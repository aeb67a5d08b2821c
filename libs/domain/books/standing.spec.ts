import * as fc from 'fast-check';
import * as Q from '../quantity/rational';
import type { Instalment } from './pledge';
import { joinStandings, standingOf, vestedGrams, type Schedule } from './standing';

/** The days of two months, in order. */
const dayOf = (n: number): string =>
  `2025-${n < 31 ? '01' : '02'}-${`${(n % 31) + 1}`.padStart(2, '0')}`;

const day = fc.integer({ min: 0, max: 58 }).map(dayOf);
const instalments: fc.Arbitrary<Instalment[]> = fc
  .uniqueArray(fc.record({ dueDate: day, grams: fc.bigInt(1n, 1_000n) }), {
    maxLength: 6,
    selector: ({ dueDate }) => dueDate,
  })
  .map((parts) => parts.sort((a, b) => (a.dueDate < b.dueDate ? -1 : 1)));

/** A pledge whose schedule was changed on some days; the last is in force. */
const history: fc.Arbitrary<Schedule[]> = fc
  .tuple(fc.array(instalments, { minLength: 1, maxLength: 5 }), fc.array(day, { maxLength: 4 }))
  .map(([parts, days]) => {
    const changes = [...days].sort().slice(0, parts.length - 1);
    return parts
      .slice(0, changes.length + 1)
      .map((part, index) => ({ instalments: part, until: changes[index] ?? null }));
  });

/** The same pledge after one more change on a day. */
function changed(before: readonly Schedule[], on: string, to: readonly Instalment[]): Schedule[] {
  const closed = before.map((one) => (one.until === null ? { ...one, until: on } : one));
  return [...closed, { instalments: to, until: null }];
}

const lastChange = (schedules: readonly Schedule[]): string =>
  schedules.reduce((last, { until }) => (until !== null && until > last ? until : last), dayOf(0));

const sum = (parts: readonly Instalment[]): bigint =>
  parts.reduce((total, { grams }) => total + grams, 0n);

describe('what had fallen due', () => {
  const promise = [
    { dueDate: '2025-01-10', grams: 100n },
    { dueDate: '2025-06-30', grams: 50n },
  ];

  it.each([
    ['2025-01-09', 0n],
    ['2025-01-10', 100n],
    ['2025-06-29', 100n],
    ['2025-06-30', 150n],
  ])('by %s is %s g of a promise never changed', (vestedBy, grams) => {
    expect(vestedGrams([{ instalments: promise, until: null }], vestedBy)).toBe(grams);
  });

  it('keeps counting when it is withdrawn afterwards', () => {
    const schedules = [
      { instalments: promise, until: '2025-03-01' },
      { instalments: [], until: null },
    ];
    expect(vestedGrams(schedules, '2025-12-31')).toBe(100n);
  });

  it('was still due on the day itself, and is not when it was withdrawn before', () => {
    const until = (last: string): Schedule[] => [
      { instalments: promise, until: last },
      { instalments: [], until: null },
    ];
    expect(vestedGrams(until('2025-01-10'), '2025-12-31')).toBe(0n);
    expect(vestedGrams(until('2025-01-11'), '2025-12-31')).toBe(100n);
  });

  it('counts once what is put off after its day', () => {
    const schedules = [
      { instalments: promise, until: '2025-03-01' },
      { instalments: [{ dueDate: '2025-09-30', grams: 150n }], until: null },
    ];
    expect(vestedGrams(schedules, '2025-06-30')).toBe(100n);
    expect(vestedGrams(schedules, '2025-09-30')).toBe(150n);
  });

  it('never falls by a change, for any day before it: nobody withdraws what is overdue', () => {
    fc.assert(
      fc.property(history, instalments, day, day, (schedules, to, on, vestedBy) => {
        fc.pre(on >= lastChange(schedules) && vestedBy < on);
        const before = vestedGrams(schedules, vestedBy);
        expect(vestedGrams(changed(schedules, on, to), vestedBy)).toBeGreaterThanOrEqual(before);
      }),
    );
  });

  it('stays a floor under every later day, whatever is changed', () => {
    fc.assert(
      fc.property(history, instalments, day, day, (schedules, to, on, vestedBy) => {
        fc.pre(on >= lastChange(schedules));
        const current = schedules.at(-1)?.instalments ?? [];
        const overdue = sum(current.filter(({ dueDate }) => dueDate < on && dueDate <= vestedBy));
        const after = vestedGrams(changed(schedules, on, to), vestedBy);
        expect(after).toBeGreaterThanOrEqual(overdue);
      }),
    );
  });

  it('is never less with more time, nor more than was ever promised at once', () => {
    fc.assert(
      fc.property(history, day, day, (schedules, one, other) => {
        const [early, late] = one < other ? [one, other] : [other, one];
        const most = schedules.map((schedule) => sum(schedule.instalments));
        expect(vestedGrams(schedules, early)).toBeLessThanOrEqual(vestedGrams(schedules, late));
        expect(most.some((grams) => grams >= vestedGrams(schedules, late))).toBe(true);
      }),
    );
  });

  it('gains a member nothing over withdrawing only what is not due yet', () => {
    fc.assert(
      fc.property(instalments, day, day, (promised, on, vestedBy) => {
        const pledge = [{ instalments: promised, until: null }];
        const due = promised.filter(({ dueDate }) => dueDate < on);
        const honest = vestedGrams(changed(pledge, on, due), vestedBy);
        expect(vestedGrams(changed(pledge, on, []), vestedBy)).toBe(honest);
      }),
    );
  });
});

describe('the worked example of docs/explanation', () => {
  const first = { dueDate: '2025-01-31', grams: 60n };
  const second = { dueDate: '2025-06-30', grams: 40n };
  const putOff = [second, { dueDate: '2025-07-31', grams: 60n }];
  const changedOn = (until: string, to: readonly Instalment[]): Schedule[] => [
    { instalments: [first, second], until },
    { instalments: to, until: null },
  ];
  const left = [{ dueDate: '2025-01-31', grams: 30n }];

  it.each([
    ['nothing more', [{ instalments: [first, second], until: null }], 30n, '1/2', '3/10'],
    ['withdrawn in December', changedOn('2024-12-10', left), 30n, '1', '1'],
    ['withdrawn in February', changedOn('2025-02-10', left), 30n, '1/2', '1/2'],
    ['put off in February', changedOn('2025-02-10', putOff), 30n, '1/2', '3/10'],
    ['put off and kept', changedOn('2025-02-10', putOff), 100n, '1/2', '1'],
  ])('%s', (_what, schedules, byJuly, march, july) => {
    const standing = (vestedBy: string, delivered: bigint): string =>
      Q.format(standingOf(vestedGrams(schedules, vestedBy), delivered).ratio);
    expect(standing('2025-03-31', 30n)).toBe(march);
    expect(standing('2025-07-31', byJuly)).toBe(july);
  });
});

describe('a standing', () => {
  const grams = fc.bigInt(0n, 10n ** 18n);

  it.each([
    [0n, 0n, '0'],
    [0n, 5n, '0'],
    [3n, 2n, '2/3'],
    [3n, 3n, '1'],
    [3n, 4n, '1'],
    [3n, 0n, '0'],
    [3n, -1n, '0'],
  ])('of %s g pledged and %s g delivered is %s', (pledged, delivered, ratio) => {
    expect(Q.format(standingOf(pledged, delivered).ratio)).toBe(ratio);
  });

  it('is in [0, 1], rises with what is delivered and falls with what is pledged', () => {
    fc.assert(
      fc.property(grams, grams, grams, (pledged, delivered, more) => {
        const { ratio } = standingOf(pledged, delivered);
        expect(Q.compare(ratio, Q.ZERO)).toBeGreaterThanOrEqual(0);
        expect(Q.compare(ratio, Q.ONE)).toBeLessThanOrEqual(0);
        const given = standingOf(pledged, delivered + more).ratio;
        expect(Q.compare(given, ratio)).toBeGreaterThanOrEqual(0);
        fc.pre(pledged > 0n);
        const promised = standingOf(pledged + more, delivered).ratio;
        expect(Q.compare(promised, ratio)).toBeLessThanOrEqual(0);
      }),
    );
  });

  it('over several pledges does not depend on which of them a delivery was booked under', () => {
    fc.assert(
      fc.property(grams, grams, grams, grams, (a, b, given, elsewhere) => {
        const one = joinStandings([standingOf(a, given), standingOf(b, elsewhere)]);
        const other = joinStandings([standingOf(a, given + elsewhere), standingOf(b, 0n)]);
        expect(one).toEqual(other);
      }),
    );
  });
});
