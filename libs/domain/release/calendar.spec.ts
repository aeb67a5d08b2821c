import * as fc from 'fast-check';
import { baselineYear, daysAfter, daysBefore, daysOfYear, monthsAfter } from './calendar';

const day = fc
  .integer({ min: Date.UTC(1950, 0, 1) / 86_400_000, max: Date.UTC(2120, 0, 1) / 86_400_000 })
  .map((number) => new Date(number * 86_400_000).toISOString().slice(0, 10));

it('goes back any number of days as the platform calendar does', () => {
  fc.assert(
    fc.property(day, fc.integer({ min: 0, max: 4_000 }), (date, days) => {
      const expected = new Date(Date.parse(date) - days * 86_400_000).toISOString().slice(0, 10);
      expect(daysBefore(date, days)).toBe(expected);
      expect(daysAfter(expected, days)).toBe(date);
    }),
    { numRuns: 2_000 },
  );
});

it.each([
  ['2025-02-22', 1, '2023'],
  ['2025-03-31', 1, '2023'],
  ['2025-04-01', 1, '2024'],
  ['2025-12-31', 1, '2024'],
  ['2025-02-22', 0, '2024'],
  ['2025-02-22', 4, '2023'],
  ['2025-01-01', 5, '2022'],
])(
  'counts figures for a declaration on %s with a lag of %s quarters from %s',
  (date, lag, year) => {
    expect(baselineYear(date, lag)).toBe(year);
  },
);

it('knows leap years', () => {
  expect(['1900', '2000', '2023', '2024'].map(daysOfYear)).toEqual(['365', '366', '365', '366']);
});

it('falls due on the same day, or on 1 March when there is none', () => {
  expect(monthsAfter('2025-02-22', 12)).toBe('2026-02-22');
  expect(monthsAfter('2024-02-29', 12)).toBe('2025-03-01');
  expect(monthsAfter('2024-02-29', 48)).toBe('2028-02-29');
});

it.each([
  ['2025-01-31', 1, '2025-03-01'],
  ['2024-01-31', 1, '2024-03-01'],
  ['2024-01-30', 1, '2024-03-01'],
  ['2024-01-29', 1, '2024-02-29'],
  ['2025-11-30', 1, '2025-12-30'],
  ['2025-12-31', 2, '2026-03-01'],
  ['2025-08-31', 3, '2025-12-01'],
  ['2025-02-22', 12, '2026-02-22'],
  ['2024-02-29', 12, '2025-03-01'],
  ['2025-03-15', 600, '2075-03-15'],
])('from %s, %s months later is %s', (date, months, expected) => {
  expect(monthsAfter(date, months)).toBe(expected);
});
