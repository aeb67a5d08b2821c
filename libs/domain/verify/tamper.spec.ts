import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import type { NoteSigner } from '../log/signed-note';
import { formatBundleLine, type Audience, type BundleLine } from './bundle';
import { LineSplitter } from './lines';
import type { Report } from './report';
import { sampleLog } from './testing/sample-log';
import { verifyBundle, type VerifierOptions } from './verifier';

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

const privateKey = createPrivateKey({
  key: Buffer.from(`302e020100300506032b657004220420${'07'.repeat(32)}`, 'hex'),
  format: 'der',
  type: 'pkcs8',
});
const signer: NoteSigner = {
  name: 'trust.example/log',
  publicKey: createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(-32),
  sign: (message) => sign(null, message, privateKey),
};
const options: VerifierOptions = {
  sha256,
  verifySignature: (publicKey, message, signature) => {
    const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), publicKey]);
    return verify(
      null,
      message,
      createPublicKey({ key: der, format: 'der', type: 'spki' }),
      signature,
    );
  },
  pinnedKey: null,
};
const log = sampleLog(signer, sha256);

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

function bundleOf(lines: readonly BundleLine[]): Buffer {
  return Buffer.from(lines.map(formatBundleLine).join(''));
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
  return { ...line, [field]: text } as unknown as BundleLine;
}

const TRIES: readonly { audience: Audience; fields: number; bytes: number; cuts: number }[] = [
  { audience: 'auditor', fields: 500, bytes: 300, cuts: 40 },
  { audience: 'public', fields: 250, bytes: 250, cuts: 40 },
];

describe.each(TRIES)('a bundle for the $audience', ({ audience, fields, bytes, cuts }) => {
  const lines = log.serve(audience);
  const whole = bundleOf(lines);

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
      const report = verifyText(bundleOf(lines.map((each, at) => (at === nth ? tampered : each))));
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
      const swapped = lines.map((line, index) => {
        const other = index === nth ? nth + 1 : index === nth + 1 ? nth : index;
        return lines[other] ?? line;
      });
      expect(verifyText(bundleOf(swapped)).verdict).not.toBe('good');
    }
  });
});
