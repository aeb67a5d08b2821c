import fc from 'fast-check';
import { LINE_BYTES_MAX } from './bundle';
import { LineSplitter } from './lines';

function split(chunks: readonly Uint8Array[]): string[] {
  const splitter = new LineSplitter();
  const lines = chunks.flatMap((chunk) => [...splitter.push(chunk)]);
  return [...lines, ...splitter.end()].map((line) => Buffer.from(line).toString('latin1'));
}

describe('LineSplitter', () => {
  it('gives the same lines however the stream is cut', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '\n', '\r', '\u2028', '\u0085') });
    fc.assert(
      fc.property(text, fc.array(fc.nat(40)), (content, cuts) => {
        const bytes = Buffer.from(content);
        const ends = [...cuts.map((cut) => Math.min(cut, bytes.length)), bytes.length];
        ends.sort((a, b) => a - b);
        const chunks = ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
        const lines = bytes.toString('latin1').split('\n');
        if (lines.at(-1) === '') lines.pop();
        expect(split(chunks)).toEqual(lines);
      }),
    );
  });

  it('does not keep what its chunk is overwritten with', () => {
    const chunk = Buffer.from('first\nsecond');
    const splitter = new LineSplitter();
    const [first] = [...splitter.push(chunk)].map((line) => Buffer.from(line).toString());
    chunk.fill('x');
    const [second] = [...splitter.push(Buffer.from('\n'))].map((line) =>
      Buffer.from(line).toString(),
    );
    expect([first, second]).toEqual(['first', 'second']);
  });

  it('holds no more than a line may have', () => {
    const splitter = new LineSplitter();
    const half = new Uint8Array(LINE_BYTES_MAX / 2);
    expect([...splitter.push(half)]).toHaveLength(0);
    expect([...splitter.push(half)]).toHaveLength(0);
    expect([...splitter.push(Uint8Array.of(1))].map(({ length }) => length)).toEqual([
      LINE_BYTES_MAX + 1,
    ]);
    expect([...splitter.end()]).toHaveLength(0);
  });
});
