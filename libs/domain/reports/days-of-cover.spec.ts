import * as fc from 'fast-check';
import * as Q from '../quantity/rational';
import { coverOf, dailyUse, joinUse, lastEndedYear, poolShare } from './days-of-cover';
import { shownDays, shownPercent } from './shown';

const t = (tonnes: bigint): bigint => tonnes * 1_000_000n;
const grams = fc.bigInt(0n, 10n ** 15n);
const year = fc.integer({ min: 1990, max: 2100 }).map(String);

describe('the daily average', () => {
  it('is over 365 days, or 366 in a leap year', () => {
    const use = { consumption: 366n, imports: 732n, exports: 366n };
    expect(dailyUse({ period: '2024', ...use })).toEqual({
      consumption: Q.ONE,
      netImports: Q.ONE,
    });
    expect(dailyUse({ period: '2023', ...use }).consumption).toEqual(Q.ratio(366n, 365n));
  });

  it('has no net imports where exports are larger', () => {
    const use = { period: '2023', consumption: 1n, imports: 5n, exports: 6n };
    expect(dailyUse(use).netImports).toEqual(Q.ZERO);
  });
});

it('takes the newest year that had ended', () => {
  expect(['2024-12-30', '2024-12-31', '2025-01-01'].map(lastEndedYear)).toEqual([
    '2023',
    '2024',
    '2024',
  ]);
});

describe('days of cover', () => {
  it('of 1,000 t at 3,650 t a year are 90, as a tenth does not count', () => {
    const use = dailyUse({
      period: '2023',
      consumption: t(3_650n),
      imports: t(7_300n),
      exports: 0n,
    });
    expect(coverOf(t(1_000n), use)).toEqual({
      stock: t(1_000n),
      unavailable: t(100n),
      available: t(900n),
      daysOfUse: Q.of(90n),
      daysOfNetImports: Q.of(45n),
    });
  });

  it('round the part that is not available up to the gram', () => {
    const use = dailyUse({ period: '2023', consumption: 365n, imports: 0n, exports: 0n });
    expect(coverOf(11n, use)).toMatchObject({ unavailable: 2n, available: 9n });
  });

  it('are not told where nothing is used or imported', () => {
    const use = dailyUse({ period: '2023', consumption: 0n, imports: 0n, exports: 9n });
    expect(coverOf(5n, use)).toMatchObject({ daysOfUse: null, daysOfNetImports: null });
  });

  it('times the daily use are what is available, exactly, and that with the rest the stock', () => {
    fc.assert(
      fc.property(
        grams,
        year,
        grams,
        grams,
        grams,
        (stock, period, consumption, imports, exports) => {
          const use = dailyUse({ period, consumption, imports, exports });
          const cover = coverOf(stock, use);
          expect(cover.available + cover.unavailable).toBe(stock);
          expect(cover.unavailable * 10n).toBeGreaterThanOrEqual(stock);
          expect(cover.unavailable * 10n - stock).toBeLessThan(10n);
          if (cover.daysOfUse === null) expect(consumption).toBe(0n);
          else expect(Q.mul(cover.daysOfUse, use.consumption)).toEqual(Q.of(cover.available));
          if (cover.daysOfNetImports === null) expect(imports <= exports).toBe(true);
          else expect(Q.mul(cover.daysOfNetImports, use.netImports)).toEqual(Q.of(cover.available));
        },
      ),
    );
  });

  it('of all together lie between the shortest and the longest, each with its part', () => {
    const members = fc.array(fc.tuple(grams, fc.bigInt(1n, 10n ** 12n)), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(members, (list) => {
        const uses = list.map(([, consumption]) =>
          dailyUse({ period: '2023', consumption, imports: 0n, exports: 0n }),
        );
        const single = list.map(([stock], index) => coverOf(stock * 10n, uses[index]!).daysOfUse!);
        const whole = list.reduce((sum, [stock]) => sum + stock * 10n, 0n);
        const together = coverOf(whole, joinUse(uses)).daysOfUse!;
        expect(Q.compare(together, single.reduce(Q.min))).toBeGreaterThanOrEqual(0);
        expect(Q.compare(together, single.reduce(Q.max))).toBeLessThanOrEqual(0);
      }),
    );
  });
});

describe('a share of the pool', () => {
  it('is as deliveries stand to one another', () => {
    expect(poolShare(t(900n), t(10n), t(40n))).toBe(t(225n));
    expect(poolShare(10n, 1n, 3n)).toBe(3n);
    expect(poolShare(0n, 1n, 1n)).toBe(0n);
    expect(poolShare(5n, 0n, 0n)).toBe(0n);
  });

  it('and those of all others leave less than a gram for each', () => {
    fc.assert(
      fc.property(grams, fc.array(grams, { minLength: 1, maxLength: 8 }), (reserve, delivered) => {
        const all = delivered.reduce((a, b) => a + b, 0n);
        const shares = delivered.map((own) => poolShare(reserve, own, all));
        const left = reserve - shares.reduce((a, b) => a + b, 0n);
        expect(left).toBeGreaterThanOrEqual(0n);
        if (all > 0n) expect(left).toBeLessThan(BigInt(delivered.length));
      }),
    );
  });
});

describe('a figure as it is shown', () => {
  it('cuts days and never shows more than there are', () => {
    expect(shownDays(Q.ratio(1_799n, 20n))).toEqual({ exact: '1799/20', decimal: '89.9' });
    expect(shownDays(Q.of(90n))).toEqual({ exact: '90', decimal: '90.0' });
    expect(shownDays(Q.ratio(1n, 30n)).decimal).toBe('0.0');
  });

  it('rounds percentages half away from zero', () => {
    expect(shownPercent(Q.ratio(1n, 8n))).toEqual({ exact: '1/8', decimal: '12.50' });
    expect(shownPercent(Q.ratio(1n, 20_000n)).decimal).toBe('0.01');
    expect(shownPercent(Q.ratio(2n, 3n)).decimal).toBe('66.67');
  });
});
