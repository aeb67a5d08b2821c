import * as fc from 'fast-check';
import { DomainError } from '../errors';
import { formatMass, parseMass } from './mass';
import * as Q from './rational';

function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
  return 'accepted';
}

describe('a mass on the wire', () => {
  it.each([
    ['12500.5', 'KGM', 12_500_500n],
    ['0.001', 'KGM', 1n],
    ['1', 'TNE', 1_000_000n],
    ['0.000001', 'TNE', 1n],
    ['7', 'GRM', 7n],
    ['7.000', 'GRM', 7n],
    // 31.1034768 g a troy ounce, rounded down to the gram.
    ['1', 'APZ', 31n],
    ['1000', 'APZ', 31_103n],
    ['10000000', 'APZ', 311_034_768n],
  ])('reads %s %s as %s g', (value, unit, grams) => {
    expect(parseMass({ value, unit })).toBe(grams);
  });

  it.each([
    ['0.0001', 'KGM', 'mass-finer-than-gram'],
    ['0.5', 'GRM', 'mass-finer-than-gram'],
    ['1', 'LBR', 'unit-unknown'],
    ['1', 'toString', 'unit-unknown'],
    ['1', 'kgm', 'unit-unknown'],
    ['-1', 'KGM', 'mass-malformed'],
    ['+1', 'KGM', 'mass-malformed'],
    ['1e3', 'KGM', 'mass-malformed'],
    ['1,5', 'KGM', 'mass-malformed'],
    ['01', 'KGM', 'mass-malformed'],
    ['.5', 'KGM', 'mass-malformed'],
    ['1.', 'KGM', 'mass-malformed'],
    ['', 'KGM', 'mass-malformed'],
    ['NaN', 'KGM', 'mass-malformed'],
    ['١', 'KGM', 'mass-malformed'],
    ['1\n', 'KGM', 'mass-malformed'],
    ['999999999999999999', 'TNE', 'mass-too-large'],
  ])('refuses %j %s as %s', (value, unit, code) => {
    expect(codeOf(() => parseMass({ value, unit }))).toBe(code);
  });

  it('is answered in kilograms and read back to the same gram', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 18n), (grams) => {
        const wire = formatMass(grams);
        expect(wire.unit).toBe('KGM');
        expect(wire.value).not.toMatch(/\.\d*0$/);
        expect(parseMass(wire)).toBe(grams);
      }),
    );
  });

  const decimal = fc
    .tuple(fc.bigInt(0n, 10n ** 12n), fc.integer({ min: 0, max: 9 }))
    .map(([digits, places]) => {
      const text = `${digits}`.padStart(places + 1, '0');
      return places === 0 ? text : `${text.slice(0, -places)}.${text.slice(-places)}`;
    });

  it('in troy ounces is never more than was weighed, and less than a gram below it', () => {
    const gramsPerOunce = Q.ratio(311_034_768n, 10_000_000n);
    fc.assert(
      fc.property(decimal, (value) => {
        const weighed = Q.mul(Q.parseDecimal(value), gramsPerOunce);
        const short = Q.sub(weighed, Q.of(parseMass({ value, unit: 'APZ' })));
        expect(Q.compare(short, Q.ZERO)).toBeGreaterThanOrEqual(0);
        expect(Q.compare(short, Q.ONE)).toBeLessThan(0);
      }),
    );
  });

  it.each([
    ['GRM', 1n],
    ['KGM', 1_000n],
    ['TNE', 1_000_000n],
  ])('in %s is exactly what was weighed, or refused as finer than a gram', (unit, grams) => {
    fc.assert(
      fc.property(decimal, (value) => {
        const weighed = Q.mul(Q.parseDecimal(value), Q.of(grams));
        const read = codeOf(() => parseMass({ value, unit }));
        expect(read).toBe(weighed.q === 1n ? 'accepted' : 'mass-finer-than-gram');
        if (read === 'accepted') expect(parseMass({ value, unit })).toBe(weighed.p);
      }),
    );
  });

  it('shows whole units without a point', () => {
    expect(formatMass(5_000n)).toEqual({ value: '5', unit: 'KGM' });
    expect(formatMass(0n)).toEqual({ value: '0', unit: 'KGM' });
    expect(formatMass(-20_000_000n, 'TNE')).toEqual({ value: '-20', unit: 'TNE' });
    expect(formatMass(1_050_000n, 'TNE')).toEqual({ value: '1.05', unit: 'TNE' });
  });

  it('shows a negative balance with one sign', () => {
    expect(formatMass(-1_500n)).toEqual({ value: '-1.5', unit: 'KGM' });
    expect(formatMass(-1n)).toEqual({ value: '-0.001', unit: 'KGM' });
  });
});
