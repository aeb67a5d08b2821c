import * as fc from 'fast-check';
import * as Q from '../quantity/rational';
import { shareOfForms, shareOfUse, stockByForm, trendDays } from './stock-report';

describe('stock by form', () => {
  it('has tonnes, the range and the mean of the assays', () => {
    const [hydroxide, metal] = stockByForm([
      { form: 'co_metal', assay: '0.998', grams: 998_000_000n },
      { form: 'co_hydroxide', assay: '0.3', grams: 300_000_000n },
      { form: 'co_hydroxide', assay: '0.6', grams: 300_000_000n },
      { form: 'co_sulfate', assay: '0.2', grams: 0n },
    ]);
    // 300 t in 1,000 t gross and 300 t in 500 t gross: 600 t in 1,500 t.
    expect(hydroxide).toEqual({
      ...{ form: 'co_hydroxide', grams: 600_000_000n, assayMin: '0.3', assayMax: '0.6' },
      assayMean: Q.ratio(2n, 5n),
    });
    expect(metal?.assayMean).toEqual(Q.ratio(998n, 1_000n));
    expect(stockByForm([])).toEqual([]);
  });

  it('keeps every gram, and the mean within the range but for the rounding of a gram a lot', () => {
    const lot = fc.record({
      form: fc.constantFrom('a', 'b', 'c'),
      assay: fc.integer({ min: 1, max: 1_000 }).map((n) => (n === 1_000 ? '1' : `0.${pad(n)}`)),
      grams: fc.bigInt(0n, 10n ** 12n),
    });
    fc.assert(
      fc.property(fc.array(lot, { maxLength: 30 }), (lots) => {
        const forms = stockByForm(lots);
        const sum = (list: readonly { grams: bigint }[]): bigint =>
          list.reduce((total, { grams }) => total + grams, 0n);
        expect(sum(forms)).toBe(sum(lots));
        for (const { assayMin, assayMax, assayMean, grams } of forms) {
          expect(Q.compare(assayMean, Q.parseDecimal(assayMax))).toBeLessThanOrEqual(0);
          const gross = Q.div(Q.of(grams), assayMean);
          const most = Q.div(Q.of(grams), Q.parseDecimal(assayMin));
          expect(Q.compare(gross, Q.add(most, Q.of(30n)))).toBeLessThanOrEqual(0);
        }
      }),
    );
  });

  it('is divided like the pool', () => {
    const forms = stockByForm([{ form: 'a', assay: '0.5', grams: 1_001n }]);
    expect(shareOfForms(forms, 1n, 2n)).toEqual([{ ...forms[0], grams: 500n }]);
  });
});

function pad(n: number): string {
  return n.toString().padStart(3, '0');
}

it('is a share of a year of use, exactly', () => {
  expect(shareOfUse(25n, 100n)).toEqual(Q.ratio(1n, 4n));
  expect(shareOfUse(25n, 0n)).toBeNull();
});

it('has the last five ends of years before the day, and the day', () => {
  expect(trendDays('2026-11-24', 5)).toEqual([
    '2021-12-31',
    '2022-12-31',
    '2023-12-31',
    '2024-12-31',
    '2025-12-31',
    '2026-11-24',
  ]);
  expect(trendDays('2026-01-01', 1)).toEqual(['2025-12-31', '2026-01-01']);
});
