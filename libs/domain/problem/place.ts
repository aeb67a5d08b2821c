import { DomainError } from '../errors';
import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import { JsonNumber, pointerOf } from './json-text';
import type { JsonValue } from './json-text';

/** Items a list of a problem may have. */
export const ITEMS_MAX = 1_000_000;

/** The longest identifier of a problem. */
export const ID_CHARS_MAX = 200;

/** The most digits of a whole number in a problem. */
export const DIGITS_MAX = 30;

/** The longest quantity of an answer that is read: beyond it the arithmetic would take long. */
export const ANSWER_CHARS_MAX = 20_000;

/** Whatever they hold, these are for the reader of a problem and say nothing to the engine. */
const NOTES: ReadonlySet<string> = new Set([
  ...['id', 'title', 'name', 'description', 'source', 'provenance', 'note', 'notes', 'comment'],
  ...['published', 'all_methods'],
]);
const EXPECTATION = /^expected(_|$)/;

/** A text that may be meant as a quantity. */
const FIGURE = /^[\s\d.,/+-]*$/;
const QUANTITY = /^(0|-?[1-9][0-9]*)(?:\/([1-9][0-9]*))?$/;
const WHOLE = /^(0|-?[1-9][0-9]*)$/;
const ID = /^[\x20-\x7e]+$/;

/**
 * One place of a problem: its value, and where it stands. Every reading method refuses as
 * `problem-invalid`, or as `problem-too-large`, naming the JSON pointer and what would be right.
 */
export class Place {
  constructor(
    readonly value: JsonValue,
    private readonly parent: Place | null = null,
    private readonly key: string | number = '',
    private readonly quantityCharsMax: number = parent?.quantityCharsMax ??
      rational.RATIONAL_TEXT_LENGTH_MAX,
  ) {}

  get pointer(): string {
    const path: (string | number)[] = [];
    for (let at = this as Place; at.parent !== null; at = at.parent) path.unshift(at.key);
    return pointerOf(path);
  }

  /** The same place, where answers may stand: their quantities may be longer than any given one. */
  asAnswer(): Place {
    return new Place(this.value, this.parent, this.key, ANSWER_CHARS_MAX);
  }

  refuse(expected: string): never {
    const what = this.parent === null ? 'The problem' : `The value at ${this.pointer}`;
    return this.fail(`${what} must be ${expected}.`);
  }

  /**
   * Refuses a name that is not one of these, as it may be misspelt: only notes to the reader are
   * passed over, and any other text that is no quantity.
   */
  allow(...names: readonly string[]): this {
    for (const [name, value] of this.members()) {
      if (names.includes(name) || NOTES.has(name) || EXPECTATION.test(name)) continue;
      if (typeof value === 'string' && !FIGURE.test(value) && !isMisspelt(name, names)) continue;
      const at = this.at(name);
      at.fail(`There is no ${at.pointer} in such a problem; it may hold ${names.join(', ')}.`);
    }
    return this;
  }

  /** The place under this name, or null when it is absent or null. */
  optional(name: string): Place | null {
    const value = this.members().get(name);
    return value === undefined || value === null ? null : this.at(name);
  }

  /** The place under this name. */
  field(name: string): Place {
    return this.optional(name) ?? this.missing(name);
  }

  /** The place under the first of these names that is there: one thing, known by several names. */
  oneOf(...names: readonly string[]): Place {
    return this.optionalOneOf(...names) ?? this.missing(names[0] ?? '');
  }

  optionalOneOf(...names: readonly string[]): Place | null {
    const found = names.flatMap((name) => this.optional(name) ?? []);
    if (found.length > 1) found[1]?.refuse(`absent, as ${found[0]?.pointer} says the same`);
    return found[0] ?? null;
  }

  /** The members of an object, by name, in the order of the text. */
  entries(): readonly (readonly [string, Place])[] {
    return [...this.members()].map(([name, value]) => [name, new Place(value, this, name)]);
  }

  items(): readonly Place[] {
    const { value } = this;
    if (!isList(value)) return this.refuse('a list');
    if (value.length > ITEMS_MAX) {
      throw tooLarge(this.pointer, `has ${value.length} items, more than ${ITEMS_MAX}`);
    }
    return value.map((item, index) => new Place(item, this, index));
  }

  list<T>(read: (item: Place) => T): readonly T[] {
    return this.items().map(read);
  }

  /** A quantity: `p` or `p/q` in a string. */
  quantity(): Rational {
    if (typeof this.value !== 'string') {
      return this.refuse('a quantity p or p/q in a string, such as "7/100"');
    }
    const { length } = this.value;
    if (length > this.quantityCharsMax) {
      throw tooLarge(this.pointer, `has ${length} characters, more than ${this.quantityCharsMax}`);
    }
    const [, numerator = '', denominator = '1'] = QUANTITY.exec(this.value) ?? [];
    if (numerator === '')
      return this.refuse('a quantity p or p/q in plain digits, such as "7/100"');
    return rational.ratio(BigInt(numerator), BigInt(denominator));
  }

  /** A quantity of 0 or more. */
  amount(): Rational {
    const quantity = this.quantity();
    return quantity.p < 0n ? this.refuse('0 or more') : quantity;
  }

  /** A whole number of 0 or more, as a JSON number or as a string. */
  count(): bigint {
    const { value } = this;
    const digits = value instanceof JsonNumber ? value.digits : value;
    if (typeof digits !== 'string' || !WHOLE.test(digits)) {
      return this.refuse('a whole number in plain digits');
    }
    if (digits.startsWith('-')) return this.refuse('0 or more');
    if (digits.length > DIGITS_MAX) {
      throw tooLarge(this.pointer, `has ${digits.length} digits, more than ${DIGITS_MAX}`);
    }
    return BigInt(digits);
  }

  /** The position of one of so many things, which are counted from 0. */
  index(length: number): number {
    const index = this.count();
    if (index < length) return Number(index);
    return this.refuse(
      length === 0 ? 'absent: there is nothing to name' : `from 0 to ${length - 1}`,
    );
  }

  flag(): boolean {
    return typeof this.value === 'boolean' ? this.value : this.refuse('true or false');
  }

  word<W extends string>(words: readonly W[]): W {
    return words.find((word) => word === this.value) ?? this.refuse(`one of ${words.join(', ')}`);
  }

  /** Printable ASCII, so that comparing characters and comparing bytes are the same thing. */
  id(): string {
    const { value } = this;
    if (typeof value === 'string' && isId(value)) return value;
    return this.refuse(`a string of 1 to ${ID_CHARS_MAX} printable ASCII characters`);
  }

  /** The members of an object whose names are identifiers, in ascending order of bytes. */
  byId(): readonly (readonly [string, Place])[] {
    const entries = this.entries();
    const odd = entries.find(([name]) => !isId(name));
    odd?.[1].refuse(`under a name of 1 to ${ID_CHARS_MAX} printable ASCII characters`);
    return [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
  }

  private members(): ReadonlyMap<string, JsonValue> {
    return isObject(this.value) ? this.value : this.refuse('an object');
  }

  private at(name: string): Place {
    return new Place(this.members().get(name) ?? null, this, name);
  }

  private missing(name: string): never {
    return this.at(name).refuse('present');
  }

  private fail(message: string): never {
    throw new DomainError('invalid', 'problem-invalid', message, { pointer: this.pointer });
  }
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function isObject(value: JsonValue): value is ReadonlyMap<string, JsonValue> {
  return value instanceof Map;
}

function isId(text: string): boolean {
  return text.length <= ID_CHARS_MAX && ID.test(text);
}

function tooLarge(pointer: string, what: string): DomainError {
  return new DomainError('invalid', 'problem-too-large', `The value at ${pointer} ${what}.`, {
    pointer,
  });
}

/** True if a letter more, less or other, or two that changed places, make one of the names. */
function isMisspelt(name: string, names: readonly string[]): boolean {
  return names.some((known) => {
    let start = 0;
    while (start < known.length && known[start] === name[start]) start += 1;
    const [left, right] = [name.slice(start), known.slice(start)];
    return (
      left.slice(1) === right ||
      left === right.slice(1) ||
      left.slice(1) === right.slice(1) ||
      left.slice(2) === right.slice(2)
    );
  });
}
