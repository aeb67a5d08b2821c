import fc from 'fast-check';
import { ProblemSplitter } from './split-problems';

/** The problems of a text that comes in pieces of so many bytes: [line, text]. */
function split(
  text: string,
  size: number,
  bytesMax = 1000,
): readonly (readonly [number, string])[] {
  const splitter = new ProblemSplitter(bytesMax);
  const bytes = Buffer.from(text);
  const found = [];
  for (let at = 0; at < bytes.length; at += size) {
    found.push(...splitter.push(bytes.subarray(at, at + size)));
  }
  found.push(...splitter.end());
  return found.map(({ line, bytes: own }) => [line, Buffer.from(own).toString()] as const);
}

const BOM = '\ufeff';

describe('the cut between problems', () => {
  it.each<[string, string, readonly (readonly [number, string])[]]>([
    ['nothing', '', []],
    ['blank lines', '\n \r\n\t\n', []],
    ['a line without its end', '{"a":1}', [[1, '{"a":1}']]],
    [
      'lines, some of them blank, and CRLF',
      '\n{"a":1}\r\n\n[2]\r\n',
      [
        [2, '{"a":1}\r\n'],
        [4, '[2]\r\n'],
      ],
    ],
    [
      'a problem over several lines, then one on a line',
      '{\n  "a": [\n    {"b": "}"}\n  ]\n}\n{"c":1}\n',
      [
        [1, '{\n  "a": [\n    {"b": "}"}\n  ]\n}\n'],
        [6, '{"c":1}\n'],
      ],
    ],
    [
      'brackets and quotes inside strings',
      '{"a":"{[\\"\\\\"}\n{"b":1}',
      [
        [1, '{"a":"{[\\"\\\\"}\n'],
        [2, '{"b":1}'],
      ],
    ],
    [
      'a problem that breaks off before the next',
      '{"a":[1,\n{"b":1}\n',
      [
        [1, '{"a":[1,\n'],
        [2, '{"b":1}\n'],
      ],
    ],
    [
      'a string that breaks off',
      '{"a":"x\n[2]\n',
      [
        [1, '{"a":"x\n'],
        [2, '[2]\n'],
      ],
    ],
    [
      'words that are no JSON',
      'hello\n}\n{"b":1}',
      [
        [1, 'hello\n'],
        [2, '}\n'],
        [3, '{"b":1}'],
      ],
    ],
    ['a byte order mark in front', `${BOM}{"a":1}\n`, [[1, '{"a":1}\n']]],
    ['nothing but a byte order mark', BOM, []],
    [
      'characters that are no blanks',
      '\u0000\n\u00a0',
      [
        [1, '\u0000\n'],
        [2, '\u00a0'],
      ],
    ],
    [
      'a byte order mark elsewhere',
      `{}\n${BOM}{}\n`,
      [
        [1, '{}\n'],
        [2, `${BOM}{}\n`],
      ],
    ],
  ])('%s', (_name, text, expected) => {
    for (const size of [1, 2, 7, 1000]) expect(split(text, size)).toEqual(expected);
  });

  it('keeps no more of a problem than it may have, and a byte', () => {
    const text = `{"a":"${'x'.repeat(100)}"}\n{}\n`;
    expect(split(text, 3, 10)).toEqual([
      [1, '{"a":"xxxxx'],
      [2, '{}\n'],
    ]);
  });

  it('gives back any series of objects, however it is written and however it comes in', () => {
    const series = fc.array(fc.tuple(fc.dictionary(fc.string(), fc.jsonValue()), fc.boolean()));
    fc.assert(
      fc.property(series, fc.integer({ min: 1, max: 50 }), (problems, size) => {
        const texts = problems.map(([one, wide]) => JSON.stringify(one, null, wide ? 2 : 0));
        const found = split(texts.join('\n'), size, 1_000_000);
        expect(found.map(([, text]) => text.trimEnd())).toEqual(texts);
      }),
    );
  });
});
