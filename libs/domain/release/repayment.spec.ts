import * as fc from 'fast-check';
import { repaymentSchedule } from './repayment';
import { DEFAULT_TERMS } from './terms';

const COLLECTED = { grams: 100n, collectedOn: '2025-01-31' };

it('is due whole after a year unless the terms say otherwise', () => {
  expect(repaymentSchedule(COLLECTED, DEFAULT_TERMS)).toEqual([
    { grams: 100n, dueOn: '2026-01-31' },
  ]);
});

it('falls due in instalments, month by month', () => {
  const terms = { ...DEFAULT_TERMS, firstDueMonths: '1', instalments: '3', everyMonths: '1' };
  expect(repaymentSchedule(COLLECTED, terms)).toEqual([
    { grams: 33n, dueOn: '2025-03-01' },
    { grams: 33n, dueOn: '2025-03-31' },
    { grams: 34n, dueOn: '2025-05-01' },
  ]);
});

it('is nothing for a grant', () => {
  expect(repaymentSchedule(COLLECTED, { ...DEFAULT_TERMS, basis: 'grant' })).toEqual([]);
});

it('adds up to the gram, in parts alike within one gram, in the order of their days', () => {
  const some = fc.record({
    grams: fc.bigInt({ min: 1n, max: 10n ** 18n }),
    instalments: fc.integer({ min: 1, max: 60 }).map(String),
  });
  fc.assert(
    fc.property(some, ({ grams, instalments }) => {
      const terms = { ...DEFAULT_TERMS, instalments };
      const parts = repaymentSchedule({ grams, collectedOn: '2024-02-29' }, terms);
      expect(parts.reduce((sum, part) => sum + part.grams, 0n)).toBe(grams);
      const sizes = parts.map((part) => part.grams);
      for (const size of sizes) expect(size - grams / BigInt(instalments)).toBeLessThanOrEqual(1n);
      const days = parts.map(({ dueOn }) => dueOn);
      expect([...new Set(days)].sort()).toEqual(days);
    }),
  );
});
