import fc from 'fast-check';
import { DomainError } from '../errors';
import { DEPTH_MAX, JsonNumber, parseJson } from './json-text';
import type { JsonValue } from './json-text';

/** What JSON.parse would have made of it. */
function plain(value: JsonValue): unknown {
  if (value instanceof JsonNumber) return Number(value.digits);
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map(plain);
  if (value instanceof Map) {
    return Object.fromEntries([...value].map(([name, item]) => [name, plain(item as JsonValue)]));
  }
  return value;
}

function refusalOf(text: string): { code: string; pointer: unknown; message: string } {
  try {
    parseJson(text);
  } catch (error) {
    if (error instanceof DomainError) {
      return { code: error.code, pointer: error.facts['pointer'], message: error.message };
    }
    throw error;
  }
  throw new Error(`${text} was read.`);
}

const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

describe('the strict reader of JSON', () => {
  it('reads every JSON value as JSON.parse does', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.constantFrom(0, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(plain(parseJson(text))).toEqual(JSON.parse(text));
      }),
    );
  });

  it('reads or refuses any text exactly as JSON.parse does, but for names that stand twice', () => {
    const pieces = '{}[]",:\\ tfn0123456789.eE+-u\n\u0001é😀'.split('');
    const words = ['true', 'false', 'null', '"a"', '\\u0041', '1e5', '{"a":'];
    const texts = fc.array(fc.constantFrom(...pieces, ...words), { maxLength: 12 });
    fc.assert(
      fc.property(texts, (parts) => {
        const text = parts.join('');
        let expected: unknown;
        try {
          expected = JSON.parse(text);
        } catch {
          expect(refusalOf(text).code).toBe('problem-malformed');
          return;
        }
        expect(plain(parseJson(text))).toEqual(expected);
      }),
      { numRuns: 3000 },
    );
  });

  it('keeps the digits of a number, and the order of names', () => {
    const value = parseJson('{"2": 1e400, "10": 12345678901234567890, "__proto__": -0}');
    expect([...(value as Map<string, JsonValue>)]).toEqual([
      ['2', new JsonNumber('1e400')],
      ['10', new JsonNumber('12345678901234567890')],
      ['__proto__', new JsonNumber('-0')],
    ]);
  });

  it.each([
    ['', '', 'at its end'],
    ['{"a": [1, 2,]}', '/a/2', 'a JSON value'],
    ['{"a": 1, "a": 2}', '/a', 'each name once'],
    ['{"a": {"b~/c": 01}}', '/a/b~0~1c', '"," or "}"'],
    ['{"a": NaN}', '/a', 'a JSON value'],
    ['{"a": "x\n"}', '/a', 'control characters'],
    ['["\\x"]', '/0', 'escapes'],
    ['{"a": 1} {"a": 2}', '', 'nothing after the end'],
    ["{'a': 1}", '', 'a name in quotes'],
    ['{"a" 1}', '/a', '":"'],
    ['["a', '/0', 'at its end'],
    ['["a\\', '/0', 'at its end'],
  ])('refuses %j at "%s"', (text, pointer, message) => {
    expect(refusalOf(text)).toEqual({
      code: 'problem-malformed',
      pointer,
      message: expect.stringContaining(message),
    });
  });

  it('refuses nesting that is too deep, however deep it is', () => {
    expect(plain(parseJson(nested(DEPTH_MAX)))).toBeDefined();
    expect(refusalOf(nested(DEPTH_MAX + 1)).code).toBe('problem-too-large');
    expect(refusalOf('['.repeat(1_000_000))).toMatchObject({
      code: 'problem-too-large',
      pointer: '/0'.repeat(DEPTH_MAX),
    });
  });
});
