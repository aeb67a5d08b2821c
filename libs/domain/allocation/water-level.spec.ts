import fc from 'fast-check';
import * as rational from '../quantity/rational';
import { awardAt, fill } from './water-level';
import type { Claimant } from './water-level';

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
