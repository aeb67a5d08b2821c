import * as rational from '#domain/quantity/rational';
import type { Rational } from '#domain/quantity/rational';

const GRAMS_PER_TONNE = 1_000_000n;

/** `12345.6` -> `12,345.6`; works on the text, so no digit is lost. */
export function withSeparators(decimal: string): string {
  const [whole = '', fraction] = decimal.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** Grams as tonnes with the given number of decimals, for people to read. */
export function tonnes(grams: bigint | Rational, places = 1): string {
  const exact = typeof grams === 'bigint' ? rational.of(grams) : grams;
  return decimal(rational.div(exact, rational.of(GRAMS_PER_TONNE)), places);
}

export function decimal(value: Rational, places: number): string {
  return withSeparators(rational.formatDecimal(value, places));
}

export function percent(value: Rational, places = 1): string {
  return `${decimal(rational.mul(value, rational.of(100n)), places)} %`;
}

/** Milliseconds as people say them: `85 ms`, `4.2 s`. */
export function duration(milliseconds: number): string {
  const whole = BigInt(Math.round(milliseconds));
  if (whole < 1_000n) return `${whole} ms`;
  return `${rational.formatDecimal(rational.ratio(whole, 1_000n), 1)} s`;
}
