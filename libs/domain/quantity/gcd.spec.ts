import fc from 'fast-check';
import { gcd } from './gcd';

/** Euclid as he wrote it. */
function euclid(a: bigint, b: bigint): bigint {
  return b === 0n ? (a < 0n ? -a : a) : euclid(b, a % b);
}

const upTo = (bits: number): fc.Arbitrary<bigint> =>
  fc.bigInt(-(1n << BigInt(bits)), 1n << BigInt(bits));
const any = fc.oneof(upTo(8), upTo(53), upTo(54), upTo(130), upTo(520), upTo(1200), upTo(3000));

describe('the greatest common divisor', () => {
  it('is that of Euclid at every length', () => {
    fc.assert(
      fc.property(any, any, any, (a, b, factor) => {
        expect(gcd(a, b)).toBe(euclid(a, b));
        expect(gcd(a * factor, b * factor)).toBe(euclid(a * factor, b * factor));
      }),
      { numRuns: 400 },
    );
  });

  it('takes the longest way, neighbours of Fibonacci', () => {
    let [a, b] = [1n, 1n];
    for (let n = 0; n < 6000; n += 1) [a, b] = [a + b, a];
    expect(gcd(a, b)).toBe(1n);
    expect(gcd(a * 7n ** 300n, b * 7n ** 300n)).toBe(7n ** 300n);
  });

  it('sees a difference only in the last bits', () => {
    const long = 1n << 2000n;
    expect(gcd(long, long + 1n)).toBe(1n);
    expect(gcd(long, long)).toBe(long);
    expect(gcd(long + 6n, long)).toBe(2n);
    expect(gcd(long * long, long)).toBe(long);
    expect(gcd(0n, long)).toBe(long);
    expect(gcd(0n, 0n)).toBe(0n);
  });
});
