import { entryNumbers, numberedEntries, ranges } from './log-entries';

function line(index: number, kind: string, body: string | null): Uint8Array {
  const envelope = JSON.stringify({ id: `id-${index}`, kind });
  return new TextEncoder().encode(
    JSON.stringify({ type: 'entry', index: `${index}`, envelope, body }),
  );
}

describe('entry numbers', () => {
  it('joins runs of indexes', () => {
    expect(ranges([5n])).toBe('5');
    expect(ranges([5n, 6n, 7n, 9n])).toBe('5-7,9');
  });

  it('names the entries whose body names an id, by kind, and reads past withheld bodies', () => {
    const manifest = new TextEncoder().encode('{"type":"manifest"}');
    const entries = numberedEntries([
      manifest,
      line(0, 'need-stated', '{"disruption":"d1"}'),
      line(1, 'need-stated', '{"disruption":"d1"}'),
      line(2, 'need-stated', null),
      line(3, 'disruption-declared', '{"disruption":"d1"}'),
      line(4, 'disruption-declared', '{"disruption":"d2"}'),
    ]);
    expect(entries.map((entry) => entry.id)).toEqual(['id-0', 'id-1', 'id-2', 'id-3', 'id-4']);
    expect(entryNumbers(entries, ['d1'])).toEqual(['need-stated 0-1', 'disruption-declared 3']);
  });
});
