import { Readable, Writable } from 'node:stream';
import { runGmt } from '../../apps/cli/src/gmt';
import type { BundleLine, EntryLine } from '#domain/verify/bundle';
import type { Report } from '#domain/verify/report';

/** What of a bundle a test changes a byte of. */
export const PLACES = [
  'envelope',
  'body',
  'salt',
  'leafHash',
  'checkpoint',
  'award',
  'balance',
  'snapshot',
] as const;
export type Place = (typeof PLACES)[number];

/** One changed byte: the whole file, and the index of the entry it fell in, if in one. */
export interface Flip {
  readonly bytes: Buffer;
  readonly at: number;
  readonly entry: number | null;
}

interface Span {
  readonly from: number;
  readonly length: number;
  readonly entry: number | null;
}

/** A bundle file as the CLI wrote it, to be changed byte by byte. */
export class ExportedBundle {
  readonly entries: readonly EntryLine[];
  private readonly spans = new Map<Place, Span[]>(PLACES.map((place) => [place, []]));

  constructor(private readonly file: Buffer) {
    const entries: EntryLine[] = [];
    let start = 0;
    for (const text of file.toString('latin1').split('\n').slice(0, -1)) {
      const line = JSON.parse(text) as BundleLine;
      if (line.type === 'entry') entries.push(line);
      this.measure(line, text, start);
      start += text.length + 1;
    }
    this.entries = entries;
  }

  /** Changes one byte to any other, somewhere in one of the places of this kind. */
  flip(place: Place, random: (below: number) => number): Flip {
    const spans = this.spans.get(place) ?? [];
    const span = spans[random(spans.length)];
    if (span === undefined) throw new Error(`The bundle has no ${place}.`);
    const at = span.from + random(span.length);
    const bytes = Buffer.from(this.file);
    bytes[at] = ((bytes[at] ?? 0) + 1 + random(255)) % 256;
    return { bytes, at, entry: span.entry };
  }

  private measure(line: BundleLine, text: string, start: number): void {
    const mark = (place: Place, from: number, length: number, entry: number | null): void => {
      this.spans.get(place)?.push({ from: start + from, length, entry });
    };
    if (line.type === 'checkpoint' || line.type === 'award' || line.type === 'balance') {
      mark(line.type, 0, text.length, null);
    }
    if (line.type !== 'entry') return;
    const entry = Number(line.index);
    for (const field of ['envelope', 'body', 'salt', 'leafHash'] as const) {
      const { from, length } = fieldIn(text, field);
      mark(field, from, length, entry);
      const frozen = field === 'body' ? text.indexOf('\\"snapshot\\":', from) : -1;
      if (frozen >= 0) mark('snapshot', frozen, from + length - frozen, entry);
    }
  }
}

/** Where the text of a field stands in its line, between its quotes. */
function fieldIn(text: string, field: string): { from: number; length: number } {
  const value = new RegExp(`"${field}":"((?:[^"\\\\]|\\\\.)*)"`).exec(text);
  if (value === null) throw new Error(`The line has no ${field}.`);
  return { from: value.index + field.length + 4, length: (value[1] ?? '').length };
}

/** Verifies bytes with the CLI's own command, in this process; gives its status and report. */
export async function verifyBytes(bytes: Buffer): Promise<{ status: number; report: Report }> {
  let text = '';
  const sink = (take: (chunk: string) => void): Writable =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        take(chunk.toString());
        done();
      },
    });
  const status = await runGmt(['verify', '-', '--format', 'json'], {
    stdin: Readable.from([bytes]),
    stdout: sink((chunk) => (text += chunk)),
    stderr: sink(() => undefined),
  });
  return { status, report: JSON.parse(text) as Report };
}
