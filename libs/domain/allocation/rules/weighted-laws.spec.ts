import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { weightedCases, WEIGHTED_LAWS } from '../../../../tests/support/weighted-laws';
import type { DivideWeighted, WeightedCase } from '../../../../tests/support/weighted-laws';
import { divideClaims } from '../divide-claims';
import type { ClaimsRule } from '../divide-claims';

type Column = 'wcea' | 'wcel' | 'wcea_floor' | 'wcel_floor';

interface PropertyVectors {
  readonly weighted_table: readonly (Record<Column, boolean> & { readonly property: string })[];
}

const file = join(__dirname, '../../../../tests/vectors/properties.json');
const { weighted_table: table } = JSON.parse(readFileSync(file, 'utf8')) as PropertyVectors;

/** Each column is tried on these many problems for each of its properties; more in the long run. */
const RUNS = process.env['GMT_SOAK'] === '1' ? 4000 : 100;
const SEARCH_RUNS = 20_000;

const divideBy =
  (rule: ClaimsRule): DivideWeighted =>
  (estate, { claims, weights, floors: lower }) =>
    divideClaims(rule, { estate, claims, weights, lower }).awards;

const COLUMNS: Readonly<Record<Column, readonly [DivideWeighted, fc.Arbitrary<WeightedCase>]>> = {
  wcea: [divideBy('weighted_cea'), weightedCases(false)],
  wcel: [divideBy('weighted_cel'), weightedCases(false)],
  wcea_floor: [divideBy('weighted_cea'), weightedCases(true)],
  wcel_floor: [divideBy('weighted_cel'), weightedCases(true)],
};

const NAMES = Object.keys(COLUMNS) as Column[];

describe('the table of properties of the weighted rules', () => {
  it('has a law here for each of its rows, and no other', () => {
    expect(table.map(({ property }) => property)).toEqual(Object.keys(WEIGHTED_LAWS));
  });

  const named = (holds: boolean) =>
    table.flatMap((row) =>
      NAMES.filter((column) => row[column] === holds).map(
        (column) => [column, row.property] as const,
      ),
    );

  const propertyOf = (column: Column, property: string) => {
    const [divide, arbitrary] = COLUMNS[column];
    return fc.property(arbitrary, (each) => WEIGHTED_LAWS[property]!(divide, each));
  };

  it.each(named(true))('%s: %s', (column, property) => {
    fc.assert(propertyOf(column, property), { numRuns: RUNS });
  });

  it.each(named(false))('%s does not have: %s', (column, property) => {
    const tried = fc.check(propertyOf(column, property), { numRuns: SEARCH_RUNS, seed: 1 });
    expect(`${tried.errorInstance as Error}`).toMatch('Property failed by returning false');
  });

  it('holds of max-min coverage what holds of weighted equal awards: it is the same', () => {
    const [cea, coverage] = [divideBy('weighted_cea'), divideBy('max_min_coverage')];
    fc.assert(
      fc.property(weightedCases(true), ({ estate, sides }) => {
        expect(coverage(estate, sides)).toEqual(cea(estate, sides));
      }),
      { numRuns: RUNS },
    );
  });
});
