import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { at, cases, LAWS, minus, plus, without } from '../../../../tests/support/claims-laws';
import type { Case, Divide } from '../../../../tests/support/claims-laws';
import * as rational from '../../quantity/rational';
import { CLAIMS_RULES, divideClaims } from '../divide-claims';
import type { ClaimsRule } from '../divide-claims';
import type { Amounts } from './amounts';

interface Counterexample {
  readonly rule: ClaimsRule;
  readonly property: string;
  readonly counterexample: {
    readonly E: string;
    readonly d: string[];
    readonly x: string[];
    /** The estate, claims or claimant that the property compares with, and the awards then. */
    readonly E2?: string;
    readonly d2?: string[];
    readonly truncated?: string[];
    readonly leaves?: number;
    readonly reduced_E?: string;
    readonly reduced_x?: string[];
    readonly x2?: string[];
    readonly via?: string[];
    readonly dual_x?: string[];
  };
}

interface PropertyVectors {
  readonly table: readonly (Record<string, boolean> & { readonly property: string })[];
  readonly counterexamples: readonly Counterexample[];
}

const file = join(__dirname, '../../../../tests/vectors/properties.json');
const vectors = JSON.parse(readFileSync(file, 'utf8')) as PropertyVectors;

/** Each rule is tried on these many problems for each of its properties; more in the long run. */
const RUNS = process.env['GMT_SOAK'] === '1' ? 4000 : 80;
const SEARCH_RUNS = 20_000;

const divideBy =
  (rule: ClaimsRule): Divide =>
  (estate, claims) =>
    divideClaims(rule, { estate, claims }).awards;

const entries = vectors.table.flatMap(({ property, ...rules }) =>
  Object.entries(rules).map(([rule, holds]) => ({ property, rule: rule as ClaimsRule, holds })),
);

describe('the table of properties', () => {
  it('has a law here for each of its rows, and no other', () => {
    expect(vectors.table.map(({ property }) => property)).toEqual(Object.keys(LAWS));
    expect(entries).toHaveLength(290);
  });

  const named = (holds: boolean): [string, string, Divide, (each: Case) => boolean][] =>
    entries
      .filter((entry) => entry.holds === holds)
      .map(({ rule, property }) => {
        const divide = divideBy(rule);
        return [rule, property, divide, (each) => LAWS[property]!(divide, each)];
      });

  it.each(named(true))('%s: %s', (_rule, _property, _divide, law) => {
    fc.assert(fc.property(cases, law), { numRuns: RUNS });
  });

  it.each(named(false))('%s does not have: %s', (_rule, _property, _divide, law) => {
    const tried = fc.check(fc.property(cases, law), { numRuns: SEARCH_RUNS, seed: 1 });
    expect(`${tried.errorInstance as Error}`).toMatch('Property failed by returning false');
  });
});

describe.each(CLAIMS_RULES.map((rule) => [rule]))('%s, besides', (rule) => {
  const divide = divideBy(rule);

  it('does not depend on the order of the claimants', () => {
    fc.assert(
      fc.property(cases, fc.nat(), ({ estate, claims }, turn) => {
        const by = turn % claims.length;
        const turned = (list: Amounts): Amounts => [...list.slice(by), ...list.slice(0, by)];
        expect(divide(estate, turned(claims))).toEqual(turned(divide(estate, claims)));
        const mirrored = [...claims].reverse();
        expect([...divide(estate, mirrored)].reverse()).toEqual(divide(estate, claims));
      }),
      { numRuns: RUNS },
    );
  });
});

type Figures = Counterexample['counterexample'];

const parseAll = (texts: readonly string[]): Amounts => texts.map(rational.parse);

/** The case in the terms of the laws: which claimant and which estate is the other one. */
function caseOf({ E, d, E2 = E, d2 = d, leaves }: Figures): Case {
  const [first, second] = [rational.parse(E), rational.parse(E2)];
  const changed = d2.findIndex((claim, index) => claim !== d[index]);
  const i = leaves ?? Math.max(changed, 0);
  const grown = rational.sub(rational.parse(d2[i]!), rational.parse(d[i]!));
  return {
    estate: rational.min(first, second),
    larger: rational.max(first, second),
    claims: parseAll(d),
    i,
    j: (i + 1) % d.length,
    more: changed < 0 ? rational.ONE : grown,
  };
}

/** The awards that a stored counterexample lists, as the rule makes them. */
function figuresOf(divide: Divide, stored: Figures): Record<string, Amounts> {
  const [estate, claims] = [rational.parse(stored.E), parseAll(stored.d)];
  const second = rational.parse(stored.E2 ?? stored.E);
  const changed = parseAll(stored.d2 ?? stored.truncated ?? stored.d);
  const others = without(changed, stored.leaves ?? changed.length);
  const awards = divide(estate, claims);
  const shortfall = rational.sub(rational.sum(claims), estate);
  const later = (): Amounts => divide(rational.sub(second, estate), minus(claims, awards));
  const isUp = rational.compare(second, estate) > 0;
  return {
    x: awards,
    x2: divide(second, others),
    via: isUp ? plus(awards, later()) : divide(second, awards),
    reduced_x: divide(rational.parse(stored.reduced_E ?? stored.E), others),
    dual_x: minus(claims, divide(shortfall, claims)),
  };
}

describe('the stored counterexamples', () => {
  const stored = vectors.counterexamples.map((each) => [each.rule, each.property, each] as const);

  it.each(stored)('%s fails: %s', (rule, property, { counterexample }) => {
    const divide = divideBy(rule);
    expect(LAWS[property]!(divide, caseOf(counterexample))).toBe(false);
    const figures = Object.entries(figuresOf(divide, counterexample));
    const listed = figures.filter(([name]) => name in counterexample);
    expect(listed.length).toBeGreaterThan(0);
    for (const [name, awards] of listed) {
      const expected = counterexample[name as 'x'];
      expect([name, awards.map(rational.format)]).toEqual([name, expected]);
    }
    if (counterexample.reduced_E === undefined) return;
    const left = rational.sub(
      rational.parse(counterexample.E),
      at(divide(rational.parse(counterexample.E), parseAll(counterexample.d)), 0),
    );
    expect(rational.format(left)).toBe(counterexample.reduced_E);
  });

  it('are as many as were stored', () => {
    expect(stored).toHaveLength(30);
  });
});
