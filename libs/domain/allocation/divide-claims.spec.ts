import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as rational from '../quantity/rational';
import { CLAIMS_RULES, divideClaims } from './divide-claims';
import type { ClaimsRule } from './divide-claims';
import type { Amounts } from './rules/amounts';

function vectors<T>(name: string): T {
  return JSON.parse(readFileSync(join(__dirname, '../../../tests/vectors', name), 'utf8')) as T;
}

const parseAll = (texts: readonly string[]): Amounts => texts.map(rational.parse);
const formatAll = (values: Amounts): string[] => values.map(rational.format);

interface Texts {
  readonly estate: string;
  readonly claims: string[];
  readonly weights?: string[];
  readonly lower?: string[];
  readonly upper?: string[];
}

function divide(rule: ClaimsRule, texts: Texts) {
  const list = (name: 'weights' | 'lower' | 'upper') => {
    const found = texts[name];
    return found === undefined ? {} : { [name]: parseAll(found) };
  };
  const estate = rational.parse(texts.estate);
  const sides = { ...list('weights'), ...list('lower'), ...list('upper') };
  return divideClaims(rule, { estate, claims: parseAll(texts.claims), ...sides });
}

const awardsOf = (rule: ClaimsRule, texts: Texts): string[] =>
  formatAll(divide(rule, texts).awards);

interface ClaimsVectors {
  readonly cases: readonly (Texts & {
    readonly id: string;
    readonly rule: ClaimsRule | 'nucleolus_of_bankruptcy_game';
    readonly expected: string[];
    /** Where the source prints rounded figures: how far they may be off. */
    readonly within?: string;
  })[];
  readonly reference_inputs: readonly (Texts & {
    readonly id: string;
    readonly expected: Partial<Record<ClaimsRule, string[]>>;
  })[];
}

interface WeightedVectors {
  readonly cases: readonly {
    readonly id: string;
    readonly rule: ClaimsRule;
    readonly estate: string;
    readonly claims: string[];
    readonly weights: string[];
    readonly lower_bounds: string[];
    readonly upper_bounds: string[];
    readonly expected: string[];
  }[];
}

interface FillingVectors {
  readonly water_filling: readonly {
    readonly id: string;
    readonly capacity: string;
    readonly demands: string[];
    readonly weights: string[];
    readonly expected: string[];
  }[];
}

describe('published problems', () => {
  const { cases, reference_inputs: inputs } = vectors<ClaimsVectors>('claims.json');
  const printed = cases.map((each) => [each.id, each.rule, each] as const);

  it.each(printed)('%s %s', (_id, named, each) => {
    // Aumann and Maschler proved the two to be one.
    const rule = named === 'nucleolus_of_bankruptcy_game' ? 'talmud' : named;
    const awards = awardsOf(rule, each);
    if (each.within === undefined) return expect(awards).toEqual(each.expected);
    const within = rational.parse(each.within);
    for (const [index, award] of awards.entries()) {
      const off = rational.sub(rational.parse(award), rational.parse(each.expected[index] ?? ''));
      expect(
        rational.equal(rational.clamp(off, rational.sub(rational.ZERO, within), within), off),
      ).toBe(true);
    }
  });

  it.each(inputs.map((each) => [each.id, each] as const))('%s under every rule', (_id, each) => {
    const rules = CLAIMS_RULES.filter((rule) => each.expected[rule] !== undefined);
    expect(rules).toHaveLength(10);
    const awards = rules.map((rule) => [rule, awardsOf(rule, each)]);
    expect(Object.fromEntries(awards)).toEqual(each.expected);
  });

  const { cases: weighted } = vectors<WeightedVectors>('claims-weighted-bounded.json');

  it.each(weighted.map((each) => [each.id, each] as const))('%s', (_id, each) => {
    const { rule, lower_bounds: lower, upper_bounds: upper, expected, ...rest } = each;
    expect(awardsOf(rule, { ...rest, lower, upper })).toEqual(expected);
  });

  const { water_filling: filling } = vectors<FillingVectors>('leximin-network.json');

  it.each(filling.map((each) => [each.id, each] as const))('%s', (_id, each) => {
    const texts = { estate: each.capacity, claims: each.demands, weights: each.weights };
    expect(awardsOf('weighted_cea', texts)).toEqual(each.expected);
    expect(awardsOf('max_min_coverage', texts)).toEqual(each.expected);
  });
});

describe('problems that are no errors', () => {
  const every = CLAIMS_RULES.map((rule) => [rule] as const);

  it.each(every)('%s divides among nobody', (rule) => {
    const { awards, undistributed } = divide(rule, { estate: '7', claims: [] });
    expect([awards, rational.format(undistributed)]).toEqual([[], '7']);
  });

  it.each(every)('%s meets all claims that the estate exceeds, and returns the rest', (rule) => {
    const { awards, undistributed } = divide(rule, { estate: '21/2', claims: ['1', '0', '7/3'] });
    expect([formatAll(awards), rational.format(undistributed)]).toEqual([
      ['1', '0', '7/3'],
      '43/6',
    ]);
  });

  it.each(every)('%s divides nothing, or among claims of nothing', (rule) => {
    expect(awardsOf(rule, { estate: '0', claims: ['1', '2'] })).toEqual(['0', '0']);
    expect(awardsOf(rule, { estate: '5', claims: ['0', '0'] })).toEqual(['0', '0']);
  });

  it.each(every)('%s is exact at 10^15 kg in grams', (rule) => {
    const claims = ['1000000000000000001', '999999999999999999', '3'];
    const { awards, undistributed } = divide(rule, { estate: '1000000000000000000', claims });
    expect(rational.format(rational.sum(awards))).toBe('1000000000000000000');
    expect(rational.format(undistributed)).toBe('0');
  });

  it('meets upper bounds below the claims, and returns the rest', () => {
    const bounded = { estate: '50', claims: ['20', '30'], upper: ['20', '10'] };
    for (const rule of ['weighted_cea', 'weighted_cel', 'max_min_coverage'] as const) {
      const { awards, undistributed } = divide(rule, bounded);
      expect([...awards, undistributed].map(rational.format)).toEqual(['20', '10', '20']);
    }
  });

  it('counts an upper bound above the claim as the claim', () => {
    const texts = { estate: '50', claims: ['20', '10'], upper: ['90', '90'] };
    expect(awardsOf('weighted_cea', texts)).toEqual(['20', '10']);
  });

  it('gives weight 0 with a claim of 0 nothing', () => {
    const texts = { estate: '5', claims: ['0', '9'], weights: ['0', '2'] };
    for (const rule of ['weighted_cea', 'weighted_cel', 'max_min_coverage'] as const) {
      expect(awardsOf(rule, texts)).toEqual(['0', '5']);
    }
  });
});

describe('weights left out', () => {
  const texts = { estate: '9', claims: ['4', '8', '12'] };

  it.each([
    ['weighted_cea', 'cea'],
    ['weighted_cel', 'cel'],
    ['max_min_coverage', 'proportional'],
  ] as const)('make %s the same as %s', (weighted, plain) => {
    expect(awardsOf(weighted, texts)).toEqual(awardsOf(plain, texts));
  });
});

describe('a larger weight', () => {
  const texts = { estate: '6', claims: ['6', '6'], weights: ['1', '2'] };

  it.each([
    ['weighted_cea', ['2', '4']],
    ['weighted_cel', ['4', '2']],
    ['max_min_coverage', ['2', '4']],
  ] as const)('is in %s what it should be', (rule, expected) => {
    expect(awardsOf(rule, texts)).toEqual(expected);
  });
});

describe('what is refused', () => {
  const claims = ['4', '8'];
  const invalid = 'claims-problem-invalid';

  it.each<[string, ClaimsRule, Texts, string, string]>([
    ['a negative estate', 'cea', { estate: '-1', claims }, '/estate', '0 or more'],
    ['a negative claim', 'cel', { estate: '1', claims: ['4', '-1/2'] }, '/claims/1', '0 or more'],
    [
      'a negative weight',
      'weighted_cea',
      { estate: '1', claims, weights: ['-1', '1'] },
      '/weights/0',
      '0 or more',
    ],
    [
      'a negative floor',
      'weighted_cel',
      { estate: '1', claims, lower: ['0', '-1'] },
      '/lower/1',
      '0 or more',
    ],
    [
      'a negative cap',
      'weighted_cel',
      { estate: '1', claims, upper: ['-1', '1'] },
      '/upper/0',
      '0 or more',
    ],
    [
      'too few weights',
      'weighted_cea',
      { estate: '1', claims, weights: ['1'] },
      '/weights',
      'as long as the claims, 2, and not 1',
    ],
    [
      'too many floors',
      'weighted_cea',
      { estate: '1', claims, lower: ['0', '0', '0'] },
      '/lower',
      'as long as the claims, 2, and not 3',
    ],
    [
      'no cap',
      'max_min_coverage',
      { estate: '1', claims, upper: [] },
      '/upper',
      'as long as the claims, 2, and not 0',
    ],
    [
      'a floor above the claim',
      'weighted_cea',
      { estate: '9', claims, lower: ['4', '17/2'] },
      '/lower/1',
      'at most the claim',
    ],
    [
      'a floor above the cap',
      'weighted_cel',
      { estate: '9', claims, lower: ['3', '0'], upper: ['2', '8'] },
      '/lower/0',
      'at most the upper bound',
    ],
    [
      'no weight for a claim',
      'weighted_cea',
      { estate: '1', claims, weights: ['1', '0'] },
      '/weights/1',
      'above 0, as the claim is above 0',
    ],
    [
      'weights that do nothing',
      'cea',
      { estate: '1', claims, weights: ['1', '1'] },
      '/weights',
      'left out: cea takes none',
    ],
    [
      'floors that do nothing',
      'talmud',
      { estate: '1', claims, lower: ['0', '0'] },
      '/lower',
      'left out: talmud takes none',
    ],
    [
      'caps that do nothing',
      'random_arrival',
      { estate: '1', claims, upper: claims },
      '/upper',
      'left out: random_arrival takes none',
    ],
  ])('%s', (_what, rule, texts, pointer, right) => {
    const message = `The problem's ${pointer} must be ${right}.`;
    const refusal = { kind: 'invalid', code: invalid, message, facts: { pointer } };
    expect(() => divide(rule, texts)).toThrow(expect.objectContaining(refusal));
  });

  it('floors that the estate cannot meet, though it could to the last unit', () => {
    const texts = { claims, lower: ['4', '3/2'] };
    for (const rule of ['weighted_cea', 'weighted_cel', 'max_min_coverage'] as const) {
      expect(awardsOf(rule, { ...texts, estate: '11/2' })).toEqual(['4', '3/2']);
      expect(() => divide(rule, { ...texts, estate: '5' })).toThrow(
        expect.objectContaining({
          kind: 'rule',
          code: 'floors-above-estate',
          message: 'The floors sum to 11/2, more than the estate, 5: lower them to fit.',
          facts: { pointer: '/lower', floors: '11/2', estate: '5' },
        }),
      );
    }
  });

  it('more claimants than a rule can take exactly, claims of 0 not counted', () => {
    const ones = (count: number): string[] => Array.from({ length: count }, () => '1');
    const zeros = ones(30).map(() => '0');
    const most = { estate: '5', claims: [...ones(20), ...zeros] };
    expect(awardsOf('random_arrival', most)).toEqual([...ones(20).map(() => '1/4'), ...zeros]);
    const tooMany = (rule: string, most: number, claimants: number) =>
      expect.objectContaining({
        kind: 'rule',
        code: 'too-many-claimants',
        message: `${rule} is exact for up to ${most} claimants, not for ${claimants}.`,
        facts: { pointer: '/claims', claimants: `${claimants}` },
      });
    expect(() => divide('random_arrival', { estate: '5', claims: ones(21) })).toThrow(
      tooMany('random_arrival', 20, 21),
    );
    const crowd = { estate: '5', claims: ones(5001) };
    expect(() => divide('minimal_overlap', crowd)).toThrow(tooMany('minimal_overlap', 5000, 5001));
    expect(awardsOf('minimal_overlap', { ...crowd, claims: ones(5000) })[0]).toBe('1/1000');
  });
});
