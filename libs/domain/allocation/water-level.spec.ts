import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import * as rational from '../quantity/rational';
import {
  equalAwards,
  equalLosses,
  maxMinCoverage,
  proportional,
  talmud,
  weightedEqualAwards,
} from './single-pool-rules';
import type { Awards } from './single-pool-rules';
import { awardAt, fill } from './water-level';
import type { Claimant } from './water-level';

function vectors<T>(name: string): T {
  return JSON.parse(readFileSync(join(__dirname, '../../../tests/vectors', name), 'utf8')) as T;
}

const parseAll = (texts: readonly string[]): Awards => texts.map(rational.parse);
const formatAll = (values: Awards): string[] => values.map(rational.format);

const RULES = { proportional, cea: equalAwards, cel: equalLosses, talmud };

interface ClaimsVectors {
  readonly cases: readonly {
    id: string;
    rule: keyof typeof RULES;
    estate: string;
    claims: string[];
    expected: string[];
  }[];
  readonly reference_inputs: readonly {
    id: string;
    estate: string;
    claims: string[];
    expected: Record<keyof typeof RULES, string[]>;
  }[];
}

interface WeightedVectors {
  readonly cases: readonly {
    id: string;
    estate: string;
    claims: string[];
    weights: string[];
    lower_bounds: string[];
    upper_bounds: string[];
    expected: string[];
  }[];
}

interface FillingVectors {
  readonly water_filling: readonly {
    id: string;
    capacity: string;
    demands: string[];
    weights: string[];
    expected: string[];
  }[];
}

describe('published single-pool cases', () => {
  const { cases, reference_inputs: inputs } = vectors<ClaimsVectors>('claims.json');

  it.each(cases.map((each) => [each.id, each.rule, each] as const))('%s %s', (_id, rule, each) => {
    const awards = RULES[rule](rational.parse(each.estate), parseAll(each.claims));
    expect(formatAll(awards)).toEqual(each.expected);
  });

  it.each(inputs.map((each) => [each.id, each] as const))('%s under every rule', (_id, each) => {
    const [estate, claims] = [rational.parse(each.estate), parseAll(each.claims)];
    const awards = Object.entries(RULES).map(([name, rule]) => [
      name,
      formatAll(rule(estate, claims)),
    ]);
    expect(Object.fromEntries(awards)).toEqual(each.expected);
  });

  const { cases: weighted } = vectors<WeightedVectors>('claims-weighted-bounded.json');

  it.each(weighted.map((each) => [each.id, each] as const))('%s', (_id, each) => {
    const awards = weightedEqualAwards(
      rational.parse(each.estate),
      parseAll(each.upper_bounds),
      parseAll(each.weights),
      parseAll(each.lower_bounds),
    );
    expect(formatAll(awards)).toEqual(each.expected);
  });

  const { water_filling: filling } = vectors<FillingVectors>('leximin-network.json');

  it.each(filling.map((each) => [each.id, each] as const))('%s', (_id, each) => {
    const awards = weightedEqualAwards(
      rational.parse(each.capacity),
      parseAll(each.demands),
      parseAll(each.weights),
    );
    expect(formatAll(awards)).toEqual(each.expected);
  });
});

const fraction = (least: bigint, most: bigint) =>
  fc.tuple(fc.bigInt(least, most), fc.bigInt(1n, 6n)).map(([p, q]) => rational.ratio(p, q));

const claimants: fc.Arbitrary<readonly Claimant[]> = fc.array(
  fc
    .tuple(fraction(-20n, 20n), fraction(0n, 9n), fraction(0n, 20n), fraction(0n, 20n))
    .map(([offset, weight, lower, room]) => ({
      offset,
      weight,
      lower,
      upper: rational.add(lower, room),
    })),
  { minLength: 1, maxLength: 8 },
);

/** What the claimants get at the lowest and at the highest level there is. */
function ends(list: readonly Claimant[]): [rational.Rational, rational.Rational] {
  const far = rational.of(10n ** 9n);
  const near = rational.sub(rational.ZERO, far);
  return [
    rational.sum(list.map((claimant) => awardAt(near, claimant))),
    rational.sum(list.map((claimant) => awardAt(far, claimant))),
  ];
}

describe('the water level', () => {
  it('hands out exactly the estate, within the bounds', () => {
    fc.assert(
      fc.property(claimants, fc.bigInt(0n, 100n), (list, part) => {
        const [least, most] = ends(list);
        const share = rational.mul(rational.sub(most, least), rational.ratio(part, 100n));
        const estate = rational.add(least, share);
        const { awards } = fill(estate, list);
        expect(rational.sum(awards)).toEqual(estate);
        list.forEach(({ lower, upper }, index) => {
          const award = awards[index] ?? rational.ZERO;
          expect(rational.clamp(award, lower, upper)).toEqual(award);
        });
      }),
    );
  });

  it('refuses an estate that the bounds cannot meet', () => {
    fc.assert(
      fc.property(claimants, (list) => {
        const [least, most] = ends(list);
        for (const estate of [
          rational.sub(least, rational.ONE),
          rational.add(most, rational.ratio(1n, 7n)),
        ]) {
          expect(() => fill(estate, list)).toThrow(
            expect.objectContaining({ code: 'estate-out-of-bounds' }),
          );
        }
      }),
    );
  });

  it('reports the highest level that fits, and the last upper bound when all are met', () => {
    const guaranteed = {
      offset: rational.ZERO,
      weight: rational.of(400n),
      lower: rational.of(750n),
    };
    const list = [{ ...guaranteed, upper: rational.of(960n) }];
    expect(fill(rational.of(750n), list).level).toEqual(rational.ratio(15n, 8n));
    expect(fill(rational.of(960n), list).level).toEqual(rational.ratio(12n, 5n));
    expect(fill(rational.ZERO, []).level).toBeNull();
  });
});

describe('max-min coverage', () => {
  it('lifts the least covered first and stops at a claim', () => {
    const awards = maxMinCoverage(
      rational.of(60n),
      parseAll(['100', '10', '100']),
      parseAll(['100', '100', '200']),
      parseAll(['20', '0', '100']),
    );
    // 10 stops the second; the first and third then meet at (20 + 100 + 50) / 300 of their needs.
    expect(formatAll(awards)).toEqual(['110/3', '10', '40/3']);
  });
});
