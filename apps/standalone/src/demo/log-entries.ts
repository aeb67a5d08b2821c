import { utf8Text } from '#domain/log/bytes';

/** One entry of the log by its number, as far as the demo names it. */
export interface NumberedEntry {
  readonly index: bigint;
  readonly id: string;
  readonly kind: string;
  /** The body's text, or the empty text where it is withheld. */
  readonly body: string;
}

interface EntryLine {
  readonly type: string;
  readonly index: string;
  readonly envelope: string;
  readonly body: string | null;
}

/** The entries of a bundle's lines, in order. */
export function numberedEntries(lines: readonly Uint8Array[]): readonly NumberedEntry[] {
  return lines.flatMap((bytes) => {
    const line = JSON.parse(utf8Text(bytes)) as EntryLine;
    if (line.type !== 'entry') return [];
    const { id, kind } = JSON.parse(line.envelope) as { id: string; kind: string };
    return [{ index: BigInt(line.index), id, kind, body: line.body ?? '' }];
  });
}

/** `need-stated 812-833`: the entries that name one of these ids, by kind, in the log's order. */
export function entryNumbers(
  entries: readonly NumberedEntry[],
  ids: readonly string[],
): readonly string[] {
  const byKind = new Map<string, bigint[]>();
  for (const entry of entries) {
    if (!ids.some((id) => entry.body.includes(id))) continue;
    byKind.set(entry.kind, [...(byKind.get(entry.kind) ?? []), entry.index]);
  }
  return [...byKind].map(([kind, indexes]) => `${kind} ${ranges(indexes)}`);
}

/** `5`, `5-7` or `5-7,9`. */
export function ranges(indexes: readonly bigint[]): string {
  const parts: [bigint, bigint][] = [];
  for (const index of indexes) {
    const last = parts.at(-1);
    if (last !== undefined && last[1] + 1n === index) last[1] = index;
    else parts.push([index, index]);
  }
  return parts.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(',');
}
