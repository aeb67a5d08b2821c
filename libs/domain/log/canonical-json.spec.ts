import fc from 'fast-check';
import { DEPTH_MAX, canonicalJson, parseCanonical, parseCanonicalObject } from './canonical-json';

const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string({ unit: 'binary' }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.string({ unit: 'binary', maxLength: 4 }), tie('value'), { maxKeys: 4 }),
  ),
})).value;

describe('canonicalJson', () => {
  it('orders keys by UTF-16 code units (RFC 8785 section 3.2.3)', () => {
    const value = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    };
    expect(Object.values(JSON.parse(canonicalJson(value)) as object)).toEqual([
      'One', // An integer key comes first in every JavaScript object, whatever the text says.
      'Carriage Return',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ]);
    expect(canonicalJson(value).startsWith('{"\\r":"Carriage Return","1":"One","\u0080":')).toBe(
      true,
    );
  });

  it('escapes as ECMAScript does (RFC 8785 section 3.2.2.2)', () => {
    const text = '\u20ac$\u000f\nA\'B"\\\\"/\u2028\u007f';
    expect(canonicalJson(text)).toBe('"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/\u2028\u007f"');
  });

  it.each([
    ['a number', 1],
    ['NaN', Number.NaN],
    ['a bigint', 1n],
    ['undefined', undefined],
    ['an undefined member', { a: undefined }],
    ['a hole', Array(1)],
    ['half a surrogate pair', '\ud83d'],
    ['half a surrogate pair in a key', { '\ude00': 'x' }],
    ['a date', new Date(0)],
    ['a map', new Map()],
    ['a function', () => 'x'],
  ])('refuses %s', (_name, value) => {
    expect(() => canonicalJson(value)).toThrow(expect.objectContaining({ code: 'not-canonical' }));
  });

  it('refuses nesting below its limit, and takes nesting at it', () => {
    const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
    expect(parseCanonical(nested(DEPTH_MAX))).toHaveLength(1);
    expect(() => parseCanonical(nested(DEPTH_MAX + 1))).toThrow('nested');
  });

  it('gives one text for one value, whatever order its keys were set in', () => {
    fc.assert(
      fc.property(json, (value) => {
        const text = canonicalJson(value);
        expect(parseCanonical(text)).toEqual(JSON.parse(text));
        expect(canonicalJson(reversed(value))).toBe(text);
      }),
    );
  });
});

describe('parseCanonical', () => {
  it.each([
    ['a duplicate key', '{"a":"1","a":"1"}'],
    ['keys out of order', '{"b":"","a":""}'],
    ['white space', '{"a": ""}'],
    ['a trailing line feed', '{"a":""}\n'],
    ['a needless escape', '"\\u0041"'],
    ['an escaped slash', '"\\/"'],
    ['an upper-case escape', '"\\u000F"'],
    ['a number', '{"a":1}'],
    ['a byte order mark', '\ufeff""'],
    ['no JSON', '{'],
    ['nothing', ''],
  ])('refuses %s', (_name, text) => {
    expect(() => parseCanonical(text)).toThrow(expect.objectContaining({ code: 'not-canonical' }));
  });

  it('keeps a key called __proto__ an ordinary key', () => {
    const value = parseCanonicalObject('{"__proto__":"x"}');
    expect(Object.keys(value)).toEqual(['__proto__']);
    expect(canonicalJson(value)).toBe('{"__proto__":"x"}');
  });

  it('wants an object where one is wanted', () => {
    expect(() => parseCanonicalObject('[]')).toThrow('no object');
  });
});

function reversed(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(reversed);
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, item]) => [key, reversed(item)]),
  );
}
