import fc from 'fast-check';
import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import { awardAt, fill, levelOf } from './water-level';
import type { Claimant } from './water-level';

const whole = (n: number | bigint): Rational => rational.of(BigInt(n));

const fraction = (least: bigint, most: bigint, denominators = 6n) =>
  fc
    .tuple(fc.bigInt(least, most), fc.bigInt(1n, denominators))
    .map(([p, q]) => rational.ratio(p, q));

const claimantsOf = (weight: fc.Arbitrary<Rational>): fc.Arbitrary<readonly Claimant[]> =>
  fc.array(
    fc
      .tuple(fraction(-20n, 20n), weight, fraction(0n, 20n), fraction(0n, 20n))
      .map(([offset, each, lower, room]) => ({
        offset,
        weight: each,
        lower,
        upper: rational.add(lower, room),
      })),
    { minLength: 1, maxLength: 8 },
  );

const claimants = claimantsOf(fraction(0n, 9n));
/** Weights up to 10^9 times each other, and unlike denominators. */
const uneven = claimantsOf(fc.oneof(fraction(1n, 10n ** 9n), fraction(1n, 3n, 10n ** 6n)));

/** By definition: the award moved into its bounds, one sum after another. */
function clamped(level: Rational, { offset, weight, lower, upper }: Claimant): Rational {
  return rational.clamp(rational.add(rational.mul(level, weight), offset), lower, upper);
}

function totalAt(level: Rational, list: readonly Claimant[]): Rational {
  return list.reduce((total, each) => rational.add(total, clamped(level, each)), rational.ZERO);
}

/**
 * The highest level another way: by the total at every turn in order, and a straight line between
 * the two turns around the estate.
 */
function levelByInterpolation(estate: Rational, list: readonly Claimant[]): Rational | null {
  const turns = list
    .filter(({ weight }) => weight.p > 0n)
    .flatMap(({ offset, weight, lower, upper }) =>
      [lower, upper].map((bound) => rational.div(rational.sub(bound, offset), weight)),
    )
    .sort(rational.compare);
  const after = turns.findIndex((turn) => rational.compare(totalAt(turn, list), estate) > 0);
  if (after < 0) return turns.at(-1) ?? null;
  const [from, to] = [turns[after - 1]!, turns[after]!];
  const [low, high] = [totalAt(from, list), totalAt(to, list)];
  const part = rational.div(rational.sub(estate, low), rational.sub(high, low));
  return rational.add(from, rational.mul(part, rational.sub(to, from)));
}

/** What the claimants get at the lowest and at the highest level there is. */
function ends(list: readonly Claimant[]): [Rational, Rational] {
  const far = rational.of(10n ** 18n);
  return [totalAt(rational.sub(rational.ZERO, far), list), totalAt(far, list)];
}

/** An estate at a part of the way between the two ends. */
function estateAt(list: readonly Claimant[], part: Rational): Rational {
  const [least, most] = ends(list);
  return rational.add(least, rational.mul(rational.sub(most, least), part));
}

function expectFilled(estate: Rational, list: readonly Claimant[]): void {
  const { level, awards } = fill(estate, list);
  expect(level).toEqual(levelByInterpolation(estate, list));
  expect(levelOf(estate, list)).toEqual(level);
  const expected = list.map((each) => clamped(level ?? rational.ZERO, each));
  expect(awards).toEqual(expected);
  expect(rational.sum(awards)).toEqual(estate);
}

describe('the water level', () => {
  it('is the highest that hands out the estate, as found by interpolation', () => {
    fc.assert(
      fc.property(claimants, fraction(0n, 12n, 1n), (list, twelfths) => {
        expectFilled(estateAt(list, rational.div(twelfths, whole(12))), list);
      }),
      { numRuns: 500 },
    );
  });

  it('is exact for weights up to 10^9 apart and for unlike denominators', () => {
    fc.assert(
      fc.property(uneven, fc.bigInt(0n, 10n ** 6n), (list, millionths) => {
        expectFilled(estateAt(list, rational.ratio(millionths, 10n ** 6n)), list);
      }),
      { numRuns: 200 },
    );
  });

  it('is met exactly at every turn', () => {
    fc.assert(
      fc.property(claimants, fc.nat(), fc.boolean(), (list, pick, atLower) => {
        const { offset, weight, lower, upper } = list[pick % list.length]!;
        fc.pre(weight.p > 0n);
        const turn = rational.div(rational.sub(atLower ? lower : upper, offset), weight);
        expectFilled(totalAt(turn, list), list);
      }),
      { numRuns: 300 },
    );
  });

  it('refuses an estate that the bounds cannot meet', () => {
    fc.assert(
      fc.property(claimants, (list) => {
        const [least, most] = ends(list);
        for (const estate of [
          rational.sub(least, rational.ratio(1n, 10n ** 9n)),
          rational.add(most, rational.ratio(1n, 7n)),
        ]) {
          const refusal = {
            kind: 'rule',
            code: 'estate-out-of-bounds',
            message: `The estate ${rational.format(estate)} lies outside what the bounds allow.`,
            facts: { estate: rational.format(estate) },
          };
          expect(() => fill(estate, list)).toThrow(expect.objectContaining(refusal));
        }
      }),
    );
  });

  it('reports the highest level that fits, and the last upper bound when all are met', () => {
    const list = [
      { offset: rational.ZERO, weight: whole(400), lower: whole(750), upper: whole(960) },
    ];
    expect(fill(whole(750), list).level).toEqual(rational.ratio(15n, 8n));
    expect(fill(whole(960), list).level).toEqual(rational.ratio(12n, 5n));
    expect(fill(rational.ZERO, []).level).toBeNull();
    const fixed = { offset: whole(3), weight: rational.ZERO, lower: whole(1), upper: whole(2) };
    expect(fill(whole(2), [fixed])).toEqual({ level: null, awards: [whole(2)] });
  });

  it('stays where it was in the middle of claimants that do not move', () => {
    const steady = { offset: rational.ZERO, weight: whole(1), lower: whole(2), upper: whole(4) };
    expect(awardAt(whole(1), steady)).toBe(steady.lower);
    expect(awardAt(whole(2), steady)).toBe(steady.lower);
    expect(awardAt(whole(3), steady)).toEqual(whole(3));
    expect(awardAt(whole(4), steady)).toBe(steady.upper);
    expect(awardAt(whole(5), steady)).toBe(steady.upper);
  });

  it.each([
    ['weight', { weight: whole(-1) }, "The problem's /claimants/1/weight must be 0 or more."],
    ['lower', { lower: whole(5) }, "The problem's /claimants/1/lower must be at most upper."],
  ])('refuses a claimant with a wrong %s', (field, change, message) => {
    const good = { offset: rational.ZERO, weight: whole(1), lower: whole(0), upper: whole(4) };
    const facts = { pointer: `/claimants/1/${field}` };
    expect(() => fill(whole(3), [good, { ...good, ...change }])).toThrow(
      expect.objectContaining({ kind: 'invalid', code: 'claims-problem-invalid', message, facts }),
    );
  });
});

describe('the water level of many', () => {
  /** Of 256 turns every 17th is looked at. */
  const SAMPLED = new Set([0, 8]);
  const many = (count: number, upperOf: (index: number) => bigint): readonly Claimant[] =>
    Array.from({ length: count }, (_, index) => ({
      offset: rational.ZERO,
      weight: whole(1 + (index % 3)),
      lower: whole(index % 2),
      upper: rational.of(upperOf(index) + 1n),
    }));

  it.each([
    ['rising', many(128, BigInt)],
    ['falling', many(128, (index) => BigInt(128 - index))],
    ['all the same', many(128, () => 5n)],
    // The turns that the sample sees are all low, and then all high.
    [
      'low where a sample looks',
      many(128, (index) => (SAMPLED.has(index % 17) ? 1n : 900n + BigInt(index))),
    ],
    [
      'high where a sample looks',
      many(128, (index) => (SAMPLED.has(index % 17) ? 999n : BigInt(index))),
    ],
  ])('is right when upper bounds are %s', (_what, list) => {
    const [least, most] = ends(list);
    for (let part = 0n; part <= 3n; part += 1n) {
      const estate = rational.add(
        least,
        rational.mul(rational.sub(most, least), rational.ratio(part, 3n)),
      );
      expectFilled(estate, list);
    }
  });

  it('adds a thousand unlike fractions without drowning in them', () => {
    const list = Array.from({ length: 1000 }, (_, index) => ({
      offset: rational.ZERO,
      weight: rational.ratio(BigInt(index * 7919 + 1), BigInt(index * 104_729 + 2)),
      lower: rational.ZERO,
      upper: rational.ratio(BigInt(index * index + 1), BigInt(index * 15_485_863 + 3)),
    }));
    const estate = rational.div(rational.sum(list.map(({ upper }) => upper)), whole(2));
    const { awards } = fill(estate, list);
    expect(rational.sum(awards)).toEqual(estate);
  });
});
