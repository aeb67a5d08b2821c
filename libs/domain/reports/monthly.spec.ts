import * as fc from 'fast-check';
import {
  FLOWS,
  MOVEMENT_FLOWS,
  monthCount,
  monthlyRows,
  monthPlus,
  monthsBetween,
  type Movement,
  type MovementFlow,
} from './monthly';

const NAMES = Object.keys(MOVEMENT_FLOWS) as MovementFlow[];

describe('months', () => {
  it('run over the end of a year', () => {
    expect(monthsBetween('2024-11', '2025-02')).toEqual([
      '2024-11',
      '2024-12',
      '2025-01',
      '2025-02',
    ]);
    expect(monthsBetween('2025-02', '2025-02')).toEqual(['2025-02']);
    expect(monthsBetween('2025-02', '2025-01')).toEqual([]);
    expect(['2025-01', '2025-12'].map((month) => monthPlus(month, 1))).toEqual([
      '2025-02',
      '2026-01',
    ]);
    expect(monthPlus('2025-11', -11)).toBe('2024-12');
    expect(monthCount('2024-11', '2025-02')).toBe(4);
  });
});

describe('the monthly rows', () => {
  const months = ['2025-01', '2025-02'];
  const of = (month: string, flow: MovementFlow, grams: bigint): Movement => ({
    ...{ area: 'NLD', product: 'cobalt', month, flow, grams },
  });

  it('tell a month from what it opened with to what it closes at', () => {
    const rows = monthlyRows(
      months,
      [{ area: 'NLD', product: 'cobalt', grams: 100n }],
      [
        of('2025-01', 'receipts', 50n),
        of('2025-01', 'losses', 1n),
        of('2025-02', 'releases', 40n),
        of('2025-02', 'transfers-out', 9n),
      ],
    );
    expect(rows.map(({ period, flow, grams }) => [period, flow, grams])).toEqual([
      ['2025-01', 'opening-level', 100n],
      ['2025-01', 'receipts', 50n],
      ['2025-01', 'transfers-in', 0n],
      ['2025-01', 'returns', 0n],
      ['2025-01', 'transfers-out', 0n],
      ['2025-01', 'releases', 0n],
      ['2025-01', 'losses', 1n],
      ['2025-01', 'stock-change', 49n],
      ['2025-01', 'closing-level', 149n],
      ['2025-02', 'opening-level', 149n],
      ['2025-02', 'receipts', 0n],
      ['2025-02', 'transfers-in', 0n],
      ['2025-02', 'returns', 0n],
      ['2025-02', 'transfers-out', 9n],
      ['2025-02', 'releases', 40n],
      ['2025-02', 'losses', 0n],
      ['2025-02', 'stock-change', -49n],
      ['2025-02', 'closing-level', 100n],
    ]);
  });

  it('begin an area without an opening at nothing, and refuse a month that is not asked', () => {
    expect(monthlyRows(months, [], [of('2025-02', 'receipts', 3n)]).at(0)).toMatchObject({
      ...{ period: '2025-01', flow: 'opening-level', grams: 0n },
    });
    expect(monthlyRows(months, [], [])).toEqual([]);
    expect(() => monthlyRows(months, [], [of('2025-03', 'receipts', 3n)])).toThrow('2025-03');
  });

  it('close at opening plus flows, open where the month before closed, each row once', () => {
    const period = monthsBetween('2023-11', '2024-04');
    const movement = fc.record({
      area: fc.constantFrom('DEU', 'JPN', 'GMT'),
      product: fc.constantFrom('cobalt', 'lithium'),
      month: fc.constantFrom(...period),
      flow: fc.constantFrom(...NAMES),
      grams: fc.bigInt(-(10n ** 12n), 10n ** 15n),
    });
    fc.assert(
      fc.property(
        fc.array(movement, { maxLength: 40 }),
        fc.bigInt(0n, 10n ** 15n),
        (moved, level) => {
          const openings = [{ area: 'DEU', product: 'cobalt', grams: level }];
          const rows = monthlyRows(period, openings, moved);
          const find = (area: string, product: string, month: string, flow: string): bigint => {
            const found = rows.filter(
              (row) =>
                row.area === area &&
                row.product === product &&
                row.period === month &&
                row.flow === flow,
            );
            expect(found).toHaveLength(1);
            return found[0]!.grams;
          };
          const series = [...new Set(rows.map(({ area, product }) => `${area} ${product}`))];
          expect(rows).toHaveLength(series.length * period.length * FLOWS.length);
          for (const [area = '', product = ''] of series.map((one) => one.split(' '))) {
            let expected = area === 'DEU' && product === 'cobalt' ? level : 0n;
            for (const month of period) {
              expect(find(area, product, month, 'opening-level')).toBe(expected);
              const change = NAMES.reduce(
                (sum, flow) => sum + MOVEMENT_FLOWS[flow] * find(area, product, month, flow),
                0n,
              );
              expect(find(area, product, month, 'stock-change')).toBe(change);
              expected += change;
              expect(find(area, product, month, 'closing-level')).toBe(expected);
            }
          }
        },
      ),
      { numRuns: 50 },
    );
  });
});
