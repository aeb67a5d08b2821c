import { DomainError } from '../errors';

/** A number as it stands in the text: nothing is rounded before somebody asks what it is. */
export class JsonNumber {
  constructor(readonly digits: string) {}
}

/** One JSON value; objects keep the order of their names. */
export type JsonValue =
  string | boolean | null | JsonNumber | readonly JsonValue[] | ReadonlyMap<string, JsonValue>;

/** Objects and lists inside each other that a problem may hold. */
export const DEPTH_MAX = 20;

/** Values, names included, that one problem may hold: beyond it memory would be the limit. */
export const VALUES_MAX = 8_000_000;

const SPACE = /[ \t\n\r]*/y;
const PLAIN = /[^"\\\x00-\x1f]*/y;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const LITERAL = /true|false|null/y;
const LITERALS: Readonly<Record<string, boolean | null>> = { true: true, false: false, null: null };

/**
 * Reads one JSON text strictly (RFC 8259): a name that stands twice in one object is refused, as
 * readers disagree which one counts. Refuses as `problem-malformed` or `problem-too-large`, with
 * the JSON pointer of the place.
 */
export function parseJson(text: string): JsonValue {
  return new Reader(text).whole();
}

/** The JSON pointer (RFC 6901) of a path; each step is cut to a length that fits a message. */
export function pointerOf(path: readonly (string | number)[]): string {
  return path.map((key) => `/${escaped(`${key}`)}`).join('');
}

const STEP_CHARS_MAX = 60;

function escaped(key: string): string {
  return key.slice(0, STEP_CHARS_MAX).replaceAll('~', '~0').replaceAll('/', '~1');
}

class Reader {
  private at = 0;
  private count = 0;
  private readonly path: (string | number)[] = [];

  constructor(private readonly text: string) {}

  whole(): JsonValue {
    this.space();
    const value = this.value();
    this.space();
    if (this.at < this.text.length) this.refuse('nothing after the end of the value');
    return value;
  }

  private value(): JsonValue {
    this.count += 1;
    if (this.count > VALUES_MAX) this.refuseSize(`holds more than ${VALUES_MAX} values`);
    const mark = this.text[this.at];
    if (mark === '{') return this.object();
    if (mark === '[') return this.list();
    return mark === '"' ? this.string() : this.scalar();
  }

  private object(): JsonValue {
    this.open();
    const members = new Map<string, JsonValue>();
    let more = !this.takes('}');
    while (more) {
      if (this.text[this.at] !== '"') this.refuse('a name in quotes');
      this.count += 1;
      const name = this.string();
      this.path.push(name);
      if (members.has(name)) this.refuse('each name once in one object');
      this.space();
      this.expect(':');
      this.space();
      members.set(name, this.value());
      more = this.continues('}');
      this.path.pop();
    }
    return members;
  }

  private list(): JsonValue {
    this.open();
    const items: JsonValue[] = [];
    let more = !this.takes(']');
    while (more) {
      this.path.push(items.length);
      items.push(this.value());
      more = this.continues(']');
      this.path.pop();
    }
    return items;
  }

  private open(): void {
    if (this.path.length >= DEPTH_MAX) this.refuseSize(`is nested deeper than ${DEPTH_MAX} levels`);
    this.at += 1;
    this.space();
  }

  /** After an item: true at a comma, false at the closing mark. */
  private continues(closing: string): boolean {
    this.space();
    if (this.takes(closing)) return false;
    this.expect(',', `"," or "${closing}"`);
    this.space();
    return true;
  }

  private string(): string {
    const start = this.at;
    this.at += 1;
    for (;;) {
      this.match(PLAIN);
      const mark = this.text[this.at];
      if (mark === '"') break;
      if (mark !== '\\') this.refuse('a closed string without control characters');
      this.at += 2;
    }
    this.at += 1;
    const token = this.text.slice(start, this.at);
    return token.includes('\\') ? this.unescaped(token) : token.slice(1, -1);
  }

  private unescaped(token: string): string {
    try {
      return JSON.parse(token) as string;
    } catch {
      return this.refuse('a string with escapes that JSON knows');
    }
  }

  private scalar(): JsonValue {
    const literal = this.match(LITERAL);
    if (literal !== '') return LITERALS[literal] ?? null;
    const digits = this.match(NUMBER);
    return digits === '' ? this.refuse('a JSON value') : new JsonNumber(digits);
  }

  private space(): void {
    this.match(SPACE);
  }

  private match(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? '';
    this.at += found.length;
    return found;
  }

  private takes(mark: string): boolean {
    if (this.text[this.at] !== mark) return false;
    this.at += 1;
    return true;
  }

  private expect(mark: string, expected = `"${mark}"`): void {
    if (!this.takes(mark)) this.refuse(expected);
  }

  private refuse(expected: string): never {
    const where = this.at >= this.text.length ? 'at its end' : `at character ${this.at + 1}`;
    const message = `The text is not JSON ${where}: there must be ${expected}.`;
    throw new DomainError('invalid', 'problem-malformed', message, {
      pointer: pointerOf(this.path),
    });
  }

  private refuseSize(what: string): never {
    throw new DomainError('invalid', 'problem-too-large', `The problem ${what}.`, {
      pointer: pointerOf(this.path),
    });
  }
}
