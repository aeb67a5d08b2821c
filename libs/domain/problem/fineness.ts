import { DomainError } from '../errors';
import type { JsonValue } from './json-text';
import { ANSWER_CHARS_MAX } from './place';

/** Digits of all quantities of a problem together, once they have one denominator. */
export const FINE_DIGITS_MAX = 100_000_000;

const FRACTION = /^-?[0-9]+\/([1-9][0-9]*)$/;

/**
 * Refuses as `problem-too-large` a problem whose quantities have a common denominator beyond all
 * use: the exact answer would have as many digits, and the work grows faster still.
 */
export function requireCoarse(problem: JsonValue): void {
  const found = { quantities: 0, denominators: new Set<string>() };
  collect(problem, found);
  if (found.denominators.size === 0) return;
  let common = 1n;
  const digitsMax = Math.min(ANSWER_CHARS_MAX, FINE_DIGITS_MAX / Math.max(1, found.quantities));
  const most = 10n ** BigInt(Math.floor(digitsMax));
  for (const text of found.denominators) {
    const denominator = BigInt(text);
    common *= denominator / gcd(common, denominator);
    if (common > most) throw tooFine(Math.floor(digitsMax));
  }
}

interface Found {
  quantities: number;
  readonly denominators: Set<string>;
}

function collect(value: JsonValue, found: Found): void {
  if (typeof value === 'string') {
    found.quantities += 1;
    const denominator = value.includes('/') ? FRACTION.exec(value)?.[1] : undefined;
    if (denominator !== undefined) found.denominators.add(denominator);
  } else if (value instanceof Map) {
    for (const item of value.values()) collect(item as JsonValue, found);
  } else if (isList(value)) {
    for (const item of value) collect(item, found);
  }
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

function tooFine(digits: number): DomainError {
  const message =
    `The quantities of the problem have a common denominator of more than ${digits} digits: ` +
    'round them to a common unit.';
  return new DomainError('invalid', 'problem-too-large', message, { pointer: '' });
}
