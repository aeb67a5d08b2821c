import { assert } from '../assert';
import { DomainError } from '../errors';
import { gcd } from './gcd';

/** An exact fraction p/q in lowest terms, q > 0. Import the file as a namespace: `rational.add`. */
export interface Rational {
  readonly p: bigint;
  readonly q: bigint;
}

/** A longer text is refused before any arithmetic, so that no caller can buy unbounded work. */
export const RATIONAL_TEXT_LENGTH_MAX = 400;

const RATIO_PATTERN = /^(0|-?[1-9][0-9]*)(?:\/([1-9][0-9]*))?$/;
const DECIMAL_PATTERN = /^(0|[1-9][0-9]*)(?:\.([0-9]+))?$/;

export const ZERO: Rational = { p: 0n, q: 1n };
export const ONE: Rational = { p: 1n, q: 1n };

/** The whole number n as a rational. */
export function of(n: bigint): Rational {
  return { p: n, q: 1n };
}

/** The fraction p/q in lowest terms; q must not be zero. */
export function ratio(p: bigint, q: bigint): Rational {
  assert(q !== 0n, 'a fraction has a denominator other than zero');
  if (q === 1n) return { p, q };
  const divisor = gcd(p, q);
  return q < 0n ? { p: -p / divisor, q: -q / divisor } : { p: p / divisor, q: q / divisor };
}

/** Reads `p` or `p/q` in plain digits (`7/100`, `-3`); refuses all else as `not-a-rational`. */
export function parse(text: string): Rational {
  const match = text.length <= RATIONAL_TEXT_LENGTH_MAX ? RATIO_PATTERN.exec(text) : null;
  if (match === null) throw notARational(text, 'p or p/q in digits, such as 7/100');
  return ratio(BigInt(match[1] ?? ''), BigInt(match[2] ?? '1'));
}

/** Reads an unsigned decimal (`0.2981`) exactly; refuses anything else as `not-a-rational`. */
export function parseDecimal(text: string): Rational {
  const match = text.length <= RATIONAL_TEXT_LENGTH_MAX ? DECIMAL_PATTERN.exec(text) : null;
  if (match === null) throw notARational(text, 'a decimal in digits, such as 0.2981');
  const fraction = match[2] ?? '';
  return ratio(BigInt(`${match[1] ?? ''}${fraction}`), 10n ** BigInt(fraction.length));
}

function notARational(text: string, expected: string): DomainError {
  const shown = text.slice(0, 40);
  return new DomainError('invalid', 'not-a-rational', `"${shown}" is not ${expected}.`, {
    value: shown,
  });
}

/** `p` when the value is whole, otherwise `p/q`. */
export function format(value: Rational): string {
  return value.q === 1n ? `${value.p}` : `${value.p}/${value.q}`;
}

/** A decimal with so many places, half away from zero: for people to read, never to decide by. */
export function formatDecimal(value: Rational, places: number): string {
  const magnitude = value.p < 0n ? -value.p : value.p;
  const scaled = (2n * magnitude * 10n ** BigInt(places) + value.q) / (2n * value.q);
  const digits = `${scaled}`.padStart(places + 1, '0');
  const sign = value.p < 0n && scaled > 0n ? '-' : '';
  if (places === 0) return `${sign}${digits}`;
  return `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

export function add(a: Rational, b: Rational): Rational {
  return combine(a, b.p, b.q);
}

export function sub(a: Rational, b: Rational): Rational {
  return combine(a, -b.p, b.q);
}

/** a + p/q, reduced by the factors that the denominators share only (Knuth 4.5.1). */
function combine(a: Rational, p: bigint, q: bigint): Rational {
  if (a.q === q) return ratio(a.p + p, q);
  const shared = q === 1n || a.q === 1n ? 1n : gcd(a.q, q);
  if (shared === 1n) return { p: a.p * q + p * a.q, q: a.q * q };
  const sum = a.p * (q / shared) + p * (a.q / shared);
  const left = gcd(sum, shared);
  return { p: sum / left, q: (a.q / shared) * (q / left) };
}

export function mul(a: Rational, b: Rational): Rational {
  return product(a.p, a.q, b.p, b.q);
}

/** a / b; b must not be zero. */
export function div(a: Rational, b: Rational): Rational {
  assert(b.p !== 0n, 'a divisor other than zero');
  return b.p < 0n ? product(a.p, a.q, -b.q, -b.p) : product(a.p, a.q, b.q, b.p);
}

/** p/q * r/s, both in lowest terms: only p with s and r with q can share factors. */
function product(p: bigint, q: bigint, r: bigint, s: bigint): Rational {
  const first = s === 1n ? 1n : gcd(p, s);
  const second = q === 1n ? 1n : gcd(r, q);
  return { p: (p / first) * (r / second), q: (q / second) * (s / first) };
}

/** Negative, zero or positive as a is below, equal to or above b; fit for `sort`. */
export function compare(a: Rational, b: Rational): -1 | 0 | 1 {
  const left = a.p * b.q;
  const right = b.p * a.q;
  return left < right ? -1 : left > right ? 1 : 0;
}

export function equal(a: Rational, b: Rational): boolean {
  return a.p === b.p && a.q === b.q;
}

export function min(a: Rational, b: Rational): Rational {
  return compare(a, b) <= 0 ? a : b;
}

export function max(a: Rational, b: Rational): Rational {
  return compare(a, b) >= 0 ? a : b;
}

/** The value moved into [lower, upper]; lower must not exceed upper. */
export function clamp(value: Rational, lower: Rational, upper: Rational): Rational {
  return max(lower, min(value, upper));
}

export function sum(values: readonly Rational[]): Rational {
  const tally = new Tally();
  for (const value of values) tally.add(value);
  return tally.total();
}

/**
 * A running sum. Figures of one denominator are added as whole numbers, and those of different ones
 * only at the end, in pairs: so a long list costs no long fractions on the way.
 */
export class Tally {
  private readonly wholes = new Map<bigint, bigint>();
  private last = 1n;
  private whole = 0n;

  add({ p, q }: Rational): void {
    if (q !== this.last) this.turnTo(q);
    this.whole += p;
  }

  take({ p, q }: Rational): void {
    if (q !== this.last) this.turnTo(q);
    this.whole -= p;
  }

  total(): Rational {
    this.wholes.set(this.last, this.whole);
    let sums = [...this.wholes].map(([q, p]) => ratio(p, q));
    while (sums.length > 1) sums = inPairs(sums);
    return sums[0] ?? ZERO;
  }

  private turnTo(q: bigint): void {
    this.wholes.set(this.last, this.whole);
    this.last = q;
    this.whole = this.wholes.get(q) ?? 0n;
  }
}

function inPairs(values: readonly Rational[]): Rational[] {
  const pairs: Rational[] = [];
  for (let index = 0; index < values.length; index += 2) {
    pairs.push(add(values[index] ?? ZERO, values[index + 1] ?? ZERO));
  }
  return pairs;
}

/** The largest whole number not above the value. */
export function floor(value: Rational): bigint {
  const quotient = value.p / value.q;
  return value.p < 0n && quotient * value.q !== value.p ? quotient - 1n : quotient;
}

/** The smallest whole number not below the value. */
export function ceil(value: Rational): bigint {
  return -floor({ p: -value.p, q: value.q });
}

/** The smallest whole number that makes every value whole when multiplied by it. */
export function commonDenominator(values: readonly Rational[]): bigint {
  let common = 1n;
  for (const { q } of values) {
    if (common % q !== 0n) common = (common / gcd(common, q)) * q;
  }
  return common;
}
