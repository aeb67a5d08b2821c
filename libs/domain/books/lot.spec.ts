import * as fc from 'fast-check';
import * as Q from '../quantity/rational';
import { checkAssay, free, movement, onHold, OUTSIDE, shownAssay, splitMass } from './lot';

const GRAMS_MAX = 10n ** 18n;

/** A mass, and parts of its contained grams that leave something or nothing of it. */
const whole = fc
  .tuple(fc.bigInt(1n, GRAMS_MAX), fc.array(fc.bigInt(0n, GRAMS_MAX), { maxLength: 12 }))
  .chain(([gross, cuts]) =>
    fc.bigInt(1n, gross).map((contained) => {
      const at = [...new Set(cuts.map((cut) => cut % contained))].filter((cut) => cut > 0n);
      const sorted = at.sort((a, b) => (a < b ? -1 : 1));
      const ends = [...sorted, contained];
      return { mass: { gross, contained }, parts: ends.map((e, i) => e - (ends[i - 1] ?? 0n)) };
    }),
  );

describe('a lot that is split', () => {
  it('keeps every gram, gross and contained, when all of it goes into parts', () => {
    fc.assert(
      fc.property(whole, ({ mass, parts }) => {
        const made = splitMass(mass, parts);
        expect(made.reduce((sum, part) => sum + part.gross, 0n)).toBe(mass.gross);
        expect(made.map(({ contained }) => contained)).toEqual(parts);
      }),
    );
  });

  it('leaves neither a part nor the rest with more contained than it weighs', () => {
    fc.assert(
      fc.property(whole, ({ mass, parts }) => {
        const made = splitMass(mass, parts.slice(0, -1));
        const gross = mass.gross - made.reduce((sum, part) => sum + part.gross, 0n);
        const contained = mass.contained - made.reduce((sum, part) => sum + part.contained, 0n);
        for (const part of [...made, { gross, contained }]) {
          expect(part.contained <= part.gross && part.gross > 0n).toBe(true);
        }
      }),
    );
  });

  it('keeps the ratio of gross to contained to within a gram for each part', () => {
    fc.assert(
      fc.property(whole, ({ mass, parts }) => {
        for (const part of splitMass(mass, parts)) {
          const exact = Q.ratio(mass.gross * part.contained, mass.contained);
          const off = Q.sub(Q.of(part.gross), exact);
          expect(Q.compare(off, Q.ONE) < 0 && Q.compare(off, Q.of(-1n)) > 0).toBe(true);
        }
      }),
    );
  });

  it('rounds the running sum down', () => {
    expect(splitMass({ gross: 10n, contained: 3n }, [1n, 1n, 1n])).toEqual([
      { gross: 3n, contained: 1n },
      { gross: 3n, contained: 1n },
      { gross: 4n, contained: 1n },
    ]);
  });
});

describe('an assay', () => {
  it.each([
    ['0.5', '0.1'],
    ['0.9995', '0.0005'],
    ['1', null],
  ])('of %s ± %s is taken', (assay, uncertainty) => {
    expect(() => checkAssay(assay, uncertainty)).not.toThrow();
  });

  it.each([
    ['0.9995', '0.000500001'],
    ['0.1', '0.1'],
    ['1', '0.000000001'],
  ])('of %s ± %s is refused, since it leaves the range of a mass fraction', (assay, spread) => {
    expect(() => checkAssay(assay, spread)).toThrow(
      expect.objectContaining({
        code: 'assay-out-of-range',
        facts: expect.objectContaining({ pointer: '/assayUncertainty' }),
      }),
    );
  });

  it.each([
    [1n, 1n, '1'],
    [3n, 1n, '0.333333333'],
    [10n, 7n, '0.7'],
    [3n * 10n ** 9n, 1n, '0.000000001'],
  ])('of %s g gross is shown for %s g contained as %s', (gross, contained, shown) => {
    expect(shownAssay({ gross, contained })).toBe(shown);
  });
});

it('moves a lot between accounts of its material', () => {
  const lot = { id: 'a lot', material: 'cobalt' };
  const day = '2024-06-30';
  expect(movement('an id', lot, { from: OUTSIDE, to: onHold('NLRTM') }, 5n, day)).toMatchObject({
    kind: 'posted',
    from: 'cobalt/outside/-/-',
    to: 'cobalt/reserve-hold/-/NLRTM',
    grams: 5n,
    lot: 'a lot',
    effectiveDate: day,
  });
  const freed = movement('an id', lot, { from: onHold('NLRTM'), to: free('NLRTM') }, 5n, day);
  expect(freed.to).toBe('cobalt/reserve-free/-/NLRTM');
});
