import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';

/** Throws the refusal of whoever reads; `pointer` is a JSON pointer to the offending place. */
export type Refuse = (pointer: string, expected: string) => never;

/** The longest identifier or label a frozen input may hold. */
export const TEXT_LENGTH_MAX = 200;

/** The most digits of a frozen quantity: above any account there is, below unbounded work. */
export const INTEGER_DIGITS_MAX = 30;

const INTEGER_PATTERN = /^(0|[1-9][0-9]*)$/;
const TEXT_PATTERN = /^[\x20-\x7e]+$/;
const DATE_PATTERN = /^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$/;

/** An object with exactly the given keys, each value still unknown. */
export function readObject<K extends string>(
  value: unknown,
  pointer: string,
  keys: readonly K[],
  refuse: Refuse,
): Readonly<Record<K, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refuse(pointer, 'an object');
  }
  for (const key of keys) {
    if (!Object.hasOwn(value, key)) refuse(`${pointer}/${key}`, 'present');
  }
  for (const key of Object.keys(value)) {
    if (!(keys as readonly string[]).includes(key)) refuse(`${pointer}/${escaped(key)}`, 'absent');
  }
  return value as Readonly<Record<K, unknown>>;
}

/** A list of at most `lengthMax` items, each read by `read` with its own pointer. */
export function readList<T>(
  value: unknown,
  pointer: string,
  lengthMax: number,
  read: (item: unknown, pointer: string) => T,
  refuse: Refuse,
): readonly T[] {
  if (!Array.isArray(value)) return refuse(pointer, 'a list');
  if (value.length > lengthMax) return refuse(pointer, `a list of at most ${lengthMax} items`);
  return value.map((item: unknown, index) => read(item, `${pointer}/${index}`));
}

/** Printable ASCII, so that comparing code units and comparing bytes are the same thing. */
export function readText(value: unknown, pointer: string, refuse: Refuse): string {
  if (typeof value !== 'string') return refuse(pointer, 'a string');
  if (value.length > TEXT_LENGTH_MAX || !TEXT_PATTERN.test(value)) {
    return refuse(pointer, `1 to ${TEXT_LENGTH_MAX} printable ASCII characters`);
  }
  return value;
}

/** One of the given words. */
export function readWord<W extends string>(
  value: unknown,
  pointer: string,
  words: readonly W[],
  refuse: Refuse,
): W {
  const found = words.find((word) => word === value);
  return found ?? refuse(pointer, `one of ${words.join(', ')}`);
}

/** A calendar date, as text. */
export function readDate(value: unknown, pointer: string, refuse: Refuse): string {
  if (typeof value !== 'string' || !DATE_PATTERN.test(value)) {
    return refuse(pointer, 'a date such as 2025-02-22');
  }
  return value;
}

/** A non-negative integer in plain digits. */
export function readInteger(value: unknown, pointer: string, refuse: Refuse): bigint {
  if (
    typeof value !== 'string' ||
    value.length > INTEGER_DIGITS_MAX ||
    !INTEGER_PATTERN.test(value)
  ) {
    return refuse(
      pointer,
      `a non-negative integer in at most ${INTEGER_DIGITS_MAX} digits, as a string`,
    );
  }
  return BigInt(value);
}

/** A rational `p` or `p/q`, as a string. */
export function readRatio(value: unknown, pointer: string, refuse: Refuse): Rational {
  if (typeof value !== 'string') return refuse(pointer, 'a ratio p or p/q, as a string');
  try {
    return rational.parse(value);
  } catch {
    return refuse(pointer, 'a ratio p or p/q in digits');
  }
}

/** Refuses a list that is not strictly ascending by the given key; duplicates are refused too. */
export function requireAscending<T>(
  items: readonly T[],
  pointer: string,
  keyOf: (item: T) => string,
  refuse: Refuse,
): void {
  items.forEach((item, index) => {
    const previous = items[index - 1];
    if (previous !== undefined && keyOf(previous) >= keyOf(item)) {
      refuse(`${pointer}/${index}`, 'after the item before it, in ascending order');
    }
  });
}

/** A key as part of a JSON pointer, cut short. */
export function escaped(key: string): string {
  return key.slice(0, 60).replaceAll('~', '~0').replaceAll('/', '~1');
}
