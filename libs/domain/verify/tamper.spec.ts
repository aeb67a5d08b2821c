import { sha256, testSigner, verifyEd25519 } from '../../../tests/support/ed25519';
import { sampleLog } from '../../../tests/support/sample-log';
import { formatBundleLine, type Audience, type BundleLine } from './bundle';
import { LineSplitter } from './lines';
import type { Report } from './report';
import { verifyBundle, type VerifierOptions } from './verifier';

const options: VerifierOptions = {
  sha256,
  verifySignature: verifyEd25519,
  pinnedKey: null,
};
const log = sampleLog(testSigner('trust.example/log', Buffer.alloc(32, 7)), sha256);

/** Numbers from a seed, the same on every machine: Mulberry32. */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((((mixed ^ (mixed >>> 14)) >>> 0) * below) / 0x1_0000_0000) | 0;
  };
}

/** Changes one byte to any other. */
function flip(bytes: Buffer, random: (below: number) => number): { at: number; changed: Buffer } {
  const at = random(bytes.length);
  const changed = Buffer.from(bytes);
  changed[at] = ((changed[at] ?? 0) + 1 + random(255)) % 256;
  return { at, changed };
}

function verifyText(bundle: Buffer): Report {
  const splitter = new LineSplitter();
  return verifyBundle([...splitter.push(bundle), ...splitter.end()], options);
}

/** The bundle with the n-th line replaced. */
function replaced(texts: readonly string[], nth: number, line: BundleLine): Buffer {
  const text = formatBundleLine(line);
  return Buffer.from(texts.map((each, index) => (index === nth ? text : each)).join(''));
}

/** Fields of a line whose single bytes are changed, decoded where they stand for bytes. */
function fieldsOf(line: BundleLine): readonly string[] {
  return Object.entries(line).flatMap(([name, value]) =>
    typeof value === 'string' && name !== 'type' ? [name] : [],
  );
}

/** The line with one byte of one field changed; null when the bytes are no text any more. */
function tamperField(line: BundleLine, random: (below: number) => number): BundleLine | null {
  const fields = fieldsOf(line);
  const field = fields[random(fields.length)] ?? '';
  const value = (line as unknown as Readonly<Record<string, string>>)[field] ?? '';
  const isBase64 = field === 'salt' || field === 'leafHash';
  const { changed } = flip(Buffer.from(value, isBase64 ? 'base64' : 'utf8'), random);
  const text = changed.toString(isBase64 ? 'base64' : 'utf8');
  if (!isBase64 && text.includes('\ufffd')) return null;
  return { ...line, [field]: text };
}

const TRIES: readonly { audience: Audience; fields: number; bytes: number; cuts: number }[] = [
  { audience: 'auditor', fields: 500, bytes: 300, cuts: 40 },
  { audience: 'public', fields: 250, bytes: 250, cuts: 40 },
];

describe.each(TRIES)('a bundle for the $audience', ({ audience, fields, bytes, cuts }) => {
  const lines = log.serve(audience);
  const texts = lines.map(formatBundleLine);
  const whole = Buffer.from(texts.join(''));

  it('is good as it was served', () => {
    expect(verifyText(whole).verdict).toBe('good');
  });

  it('is never good after one byte of what a line says is changed, and names a wrong entry', () => {
    const random = seeded(2_025_0222);
    const kinds = new Map<string, number>();
    for (let tried = 0; tried < fields;) {
      const nth = random(lines.length);
      const line = lines[nth];
      const tampered = line && tamperField(line, random);
      if (line === undefined || tampered === null || tampered === undefined) continue;
      tried += 1;
      kinds.set(line.type, (kinds.get(line.type) ?? 0) + 1);
      const report = verifyText(replaced(texts, nth, tampered));
      const told = { nth, tampered, verdict: report.verdict, first: report.first };
      expect(told).toMatchObject({
        verdict: nth === 0 ? expect.not.stringMatching('good') : 'bad',
      });
      if (line.type === 'entry')
        expect(told.first).toMatchObject({ entry: nth - 1, line: nth + 1 });
    }
    expect([...kinds.keys()].sort()).toEqual([
      'award',
      'balance',
      'checkpoint',
      'entry',
      'manifest',
    ]);
  });

  it('is never good after one byte of the file is changed, and names a wrong entry', () => {
    const random = seeded(2_023_1201);
    const firstLine = whole.indexOf('\n');
    const ends = [...whole].flatMap((byte, at) => (byte === 0x0a ? [at] : []));
    for (let tried = 0; tried < bytes; tried++) {
      const { at, changed } = flip(whole, random);
      const report = verifyText(changed);
      const line = ends.findIndex((end) => at <= end) + 1;
      const told = { at, line, verdict: report.verdict, first: report.first };
      if (at <= firstLine) expect(told).not.toMatchObject({ verdict: 'good' });
      else expect(told).toMatchObject({ verdict: 'bad' });
      const isEntry = lines[line - 1]?.type === 'entry';
      if (isEntry) expect(told.first).toMatchObject({ entry: line - 2 });
    }
  });

  it('is never good after one of its bytes is cut out or its lines change places', () => {
    const random = seeded(7);
    for (let tried = 0; tried < cuts; tried++) {
      const at = random(whole.length - 1);
      const cut = Buffer.concat([whole.subarray(0, at), whole.subarray(at + 1)]);
      expect(verifyText(cut).verdict).not.toBe('good');
      const nth = random(lines.length - 1);
      const swapped = [...texts];
      swapped.splice(nth, 2, texts[nth + 1] ?? '', texts[nth] ?? '');
      expect(verifyText(Buffer.from(swapped.join(''))).verdict).not.toBe('good');
    }
  });
});
