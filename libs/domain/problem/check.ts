import * as rational from '../quantity/rational';
import { JsonNumber } from './json-text';
import type { JsonValue } from './json-text';
import type { Place } from './place';
import { FAULTS_MAX } from './verdict';
import type { Verdict } from './verdict';

/**
 * Compares an answer that somebody gives with the engine's own: every field it holds must be
 * one that the engine gives too, and the same to the last digit; at least one must be there.
 * Fields are compared as values: `2/4` is `1/2`, and names may stand in any order.
 */
export function compareAnswers(claimed: Place, own: Place): Verdict {
  const entries = claimed.entries();
  if (entries.length === 0) claimed.refuse('an answer with at least one field');
  const faults: string[] = [];
  for (const [name, place] of entries) {
    const value = own.optional(name)?.value;
    if (value === undefined && place.value !== null) {
      faults.push(`${place.pointer} stands in no answer to this problem.`);
    } else if (value !== undefined) {
      for (const fault of differences(place, value)) faults.push(fault);
    }
    if (faults.length >= FAULTS_MAX) break;
  }
  return { by: 'recomputation', faults: faults.slice(0, FAULTS_MAX) };
}

/** What `claims` has to be, answered by its own rules of proof: see `claims-certificate`. */
function differences(claimed: Place, own: JsonValue): readonly string[] {
  if (isList(own)) {
    const items = claimed.items();
    if (items.length !== own.length) {
      return [`${claimed.pointer} has ${items.length} items, and must have ${own.length}.`];
    }
    return items.flatMap((item, index) => differences(item, own[index] ?? null));
  }
  if (own instanceof Map) return objectDifferences(claimed, own);
  if (isSame(claimed.value, own)) return [];
  return [`${claimed.pointer} is ${textOf(claimed.value)}, and must be ${textOf(own)}.`];
}

function objectDifferences(claimed: Place, own: ReadonlyMap<string, JsonValue>): readonly string[] {
  const entries = claimed.entries();
  const strangers = entries.filter(([name]) => !own.has(name));
  const missing = [...own.keys()].filter((name) => !entries.some(([mine]) => mine === name));
  return [
    ...strangers.map(([, place]) => `${place.pointer} must be absent.`),
    ...missing.map((name) => `${claimed.pointer} has no ${name}.`),
    ...entries.flatMap(([name, place]) => {
      const value = own.get(name);
      return value === undefined ? [] : differences(place, value);
    }),
  ];
}

function isSame(claimed: JsonValue, own: JsonValue): boolean {
  if (claimed instanceof JsonNumber && own instanceof JsonNumber) {
    return claimed.digits === own.digits;
  }
  if (typeof claimed !== 'string' || typeof own !== 'string') return claimed === own;
  return claimed === own || isSameFigure(claimed, own);
}

/** A fraction that is not in lowest terms is the same figure; the own one always is in them. */
function isSameFigure(claimed: string, own: string): boolean {
  try {
    return rational.format(rational.parse(claimed)) === own;
  } catch {
    return false;
  }
}

function textOf(value: JsonValue): string {
  if (value instanceof JsonNumber) return value.digits;
  if (typeof value === 'string') return `"${value.slice(0, 60)}"`;
  return typeof value === 'object' && value !== null ? 'something else' : String(value);
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
