import fc from 'fast-check';
import * as rational from './rational';
import type { Rational } from './rational';

const fractions: fc.Arbitrary<Rational> = fc
  .tuple(fc.bigInt(-(10n ** 12n), 10n ** 12n), fc.bigInt(1n, 10n ** 9n))
  .map(([p, q]) => rational.ratio(p, q));

describe('reading and writing a rational', () => {
  it.each([
    ['0', 0n, 1n],
    ['7/100', 7n, 100n],
    ['50/100', 1n, 2n],
    ['-3/6', -1n, 2n],
    ['0/5', 0n, 1n],
  ])('reads %s in lowest terms', (text, p, q) => {
    expect(rational.parse(text)).toEqual({ p, q });
  });

  it.each([
    '',
    '-',
    '1/0',
    '01',
    '1/02',
    '+1',
    ' 1',
    '1 ',
    '1.5',
    '1e3',
    '-0',
    '1/-2',
    '١',
    '1/2/3',
  ])('refuses %j', (text) => {
    expect(() => rational.parse(text)).toThrow(
      expect.objectContaining({ code: 'not-a-rational', kind: 'invalid' }),
    );
  });

  it('refuses a text longer than its limit', () => {
    expect(() => rational.parse('9'.repeat(rational.RATIONAL_TEXT_LENGTH_MAX + 1))).toThrow(
      expect.objectContaining({ code: 'not-a-rational' }),
    );
  });

  it('refuses a decimal longer than its limit', () => {
    expect(() => rational.parseDecimal('9'.repeat(rational.RATIONAL_TEXT_LENGTH_MAX + 1))).toThrow(
      expect.objectContaining({ code: 'not-a-rational' }),
    );
  });

  it('reads a decimal exactly', () => {
    expect(rational.parseDecimal('0.2981')).toEqual({ p: 2981n, q: 10000n });
    expect(rational.parseDecimal('12500.50')).toEqual({ p: 25001n, q: 2n });
    expect(rational.parseDecimal('1')).toEqual(rational.ONE);
  });

  it.each(['', '.5', '5.', '1e400', 'NaN', '-0.1', '00.1', '1,5'])(
    'refuses the decimal %j',
    (text) => {
      expect(() => rational.parseDecimal(text)).toThrow(
        expect.objectContaining({ code: 'not-a-rational' }),
      );
    },
  );

  it('writes what it reads', () => {
    fc.assert(
      fc.property(fractions, (value) => {
        expect(rational.parse(rational.format(value))).toEqual(value);
      }),
    );
  });

  it.each([
    ['2/3', 2, '0.67'],
    ['-2/3', 2, '-0.67'],
    ['-1/1000', 2, '0.00'],
    ['1/2', 0, '1'],
    ['12345/10', 1, '1234.5'],
    ['999/1000', 2, '1.00'],
  ])('shows %s with %i places as %s', (text, places, shown) => {
    expect(rational.formatDecimal(rational.parse(text), places)).toBe(shown);
  });
});

describe('arithmetic', () => {
  it('undoes addition and multiplication exactly', () => {
    fc.assert(
      fc.property(fractions, fractions, (a, b) => {
        expect(rational.sub(rational.add(a, b), b)).toEqual(a);
        if (b.p !== 0n) expect(rational.div(rational.mul(a, b), b)).toEqual(a);
      }),
    );
  });

  it('keeps every result in lowest terms with a positive denominator', () => {
    fc.assert(
      fc.property(fractions, fractions, (a, b) => {
        for (const value of [rational.add(a, b), rational.mul(a, b), rational.sub(a, b)]) {
          expect(value).toEqual(rational.parse(rational.format(value)));
          expect(value.q > 0n).toBe(true);
        }
      }),
    );
  });

  const wide: fc.Arbitrary<Rational> = fc
    .tuple(
      fc.bigInt(-(2n ** 70n), 2n ** 70n),
      fc.oneof(fc.bigInt(1n, 60n), fc.bigInt(1n, 2n ** 66n)),
    )
    .map(([p, q]) => rational.ratio(p, q));

  it('agrees with cross multiplication, below and above what a machine number holds', () => {
    fc.assert(
      fc.property(wide, wide, ({ p, q }, b) => {
        const [a, { p: r, q: s }] = [{ p, q }, b];
        expect(rational.add(a, b)).toEqual(rational.ratio(p * s + r * q, q * s));
        expect(rational.sub(a, b)).toEqual(rational.ratio(p * s - r * q, q * s));
        expect(rational.mul(a, b)).toEqual(rational.ratio(p * r, q * s));
        if (r !== 0n) expect(rational.div(a, b)).toEqual(rational.ratio(p * s, q * r));
      }),
      { numRuns: 500 },
    );
  });

  it('sums a list as one addition after another does', () => {
    fc.assert(
      fc.property(fc.array(wide, { maxLength: 9 }), (values) => {
        const oneByOne = values.reduce((total, value) => rational.add(total, value), rational.ZERO);
        expect(rational.sum(values)).toEqual(oneByOne);
      }),
    );
  });

  it('brackets a value between floor and ceiling', () => {
    fc.assert(
      fc.property(fractions, (value) => {
        const [low, high] = [rational.floor(value), rational.ceil(value)];
        expect(low * value.q <= value.p && value.p <= high * value.q).toBe(true);
        expect(high - low).toBe(value.q === 1n ? 0n : 1n);
      }),
    );
  });

  it.each([
    ['2', 2n, 2n],
    ['3/2', 1n, 2n],
    ['0', 0n, 0n],
    ['-1/3', -1n, 0n],
    ['-3/2', -2n, -1n],
    ['-2', -2n, -2n],
  ])('puts %s between %s and %s', (text, low, high) => {
    const value = rational.parse(text);
    expect([rational.floor(value), rational.ceil(value)]).toEqual([low, high]);
  });

  it('orders, bounds and clamps', () => {
    const [third, half] = [rational.ratio(1n, 3n), rational.ratio(-1n, -2n)];
    expect(rational.compare(third, half)).toBe(-1);
    expect(rational.min(third, half)).toBe(third);
    expect(rational.max(third, half)).toBe(half);
    expect(rational.clamp(rational.ONE, third, half)).toBe(half);
    expect(rational.clamp(rational.ZERO, third, half)).toBe(third);
    expect(rational.sum([third, half, rational.of(2n)])).toEqual(rational.ratio(17n, 6n));
    expect(rational.commonDenominator([third, half, rational.ratio(1n, 4n)])).toBe(12n);
  });

  it('has no fraction over zero', () => {
    expect(() => rational.div(rational.ONE, rational.ZERO)).toThrow('divisor other than zero');
    expect(() => rational.ratio(1n, 0n)).toThrow('denominator other than zero');
  });
});
