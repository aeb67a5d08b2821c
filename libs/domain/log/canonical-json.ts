import { DomainError } from '../errors';
import { hasLoneSurrogate } from './bytes';

/** What a log may hold: no numbers, so that no reader can round one. */
export type Json = string | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Nesting that a canonical text may have. */
export const DEPTH_MAX = 64;
/** Length of the longest canonical text that is read, in UTF-16 code units. */
export const CANONICAL_CHARS_MAX = 40_000_000;

/**
 * The one text of a value: RFC 8785 key order (UTF-16 code units) and ECMAScript string escapes.
 * Takes strings, booleans, null, arrays and plain objects; refuses numbers, `undefined`,
 * lone surrogates and nesting below `DEPTH_MAX`.
 */
export function canonicalJson(value: unknown): string {
  return encode(value, 0);
}

/** Reads a canonical text; refuses any text that `canonicalJson` would not write. */
export function parseCanonical(text: string): Json {
  if (text.length > CANONICAL_CHARS_MAX) {
    throw notCanonical(`is longer than ${CANONICAL_CHARS_MAX} characters`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw notCanonical('is not JSON');
  }
  // Duplicate keys, key order, white space and needless escapes all show here.
  if (canonicalJson(value) !== text) throw notCanonical('is JSON in another form');
  return value as Json;
}

/** Reads a canonical text that holds an object. */
export function parseCanonicalObject(text: string): JsonObject {
  const value = parseCanonical(text);
  if (!isJsonObject(value)) throw notCanonical('holds no object');
  return value;
}

export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function encode(value: unknown, depth: number): string {
  if (typeof value === 'string') return encodeString(value);
  if (value === null) return 'null';
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (typeof value !== 'object') throw notCanonical(`holds a ${typeof value}`);
  if (depth >= DEPTH_MAX) throw notCanonical(`is nested deeper than ${DEPTH_MAX}`);
  return Array.isArray(value) ? encodeArray(value, depth) : encodeObject(value, depth);
}

/** Printable ASCII without quote and backslash: most texts, and they stand as they are. */
const PLAIN = /^[ !#-[\]-~]*$/;

function encodeString(text: string): string {
  if (PLAIN.test(text)) return `"${text}"`;
  if (hasLoneSurrogate(text)) throw notCanonical('holds half of a surrogate pair');
  return JSON.stringify(text);
}

function encodeArray(values: readonly unknown[], depth: number): string {
  // A counted loop, because `map` would skip the holes of a sparse array.
  const items: string[] = [];
  for (let index = 0; index < values.length; index++) items.push(encode(values[index], depth + 1));
  return `[${items.join(',')}]`;
}

function encodeObject(value: object, depth: number): string {
  if (!isPlain(value)) throw notCanonical('holds an object that is not plain data');
  let members = '';
  for (const key of Object.keys(value).sort()) {
    const item = (value as Readonly<Record<string, unknown>>)[key];
    members += `${members === '' ? '' : ','}${encodeString(key)}:${encode(item, depth + 1)}`;
  }
  return `{${members}}`;
}

/** True for `{}` of any realm and for objects without a prototype; false for class instances. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function notCanonical(why: string): DomainError {
  return new DomainError('invalid', 'not-canonical', `The text ${why}.`);
}
