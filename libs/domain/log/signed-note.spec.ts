import { sha256, testSigner, verifyEd25519 } from '../../../tests/support/ed25519';
import vectors from '../../../tests/vectors/log-notes.json';
import { toBase64 } from './bytes';
import { formatCheckpoint, parseCheckpoint } from './checkpoint';
import { formatVerifierKey, noteText, openNote, parseVerifierKey, signNote } from './signed-note';

/** Seed of the test key PeterNeumann, as golang/mod sumdb/note/example_test.go publishes it. */
const SEED = Buffer.from('gQoUAtUUbI2E8kQzMPVAgOv5juF9nHT2JS/F1ccoMXM=', 'base64');

const keysOf = (texts: readonly string[]) => texts.map((text) => parseVerifierKey(text, sha256));
const nameOf = ({ name, id }: { name: string; id: string }) => `${name}+${id}`;

function vector(id: string) {
  const found = vectors.notes.find((note) => note.id === id);
  if (found === undefined) throw new Error(`no vector ${id}`);
  return { ...found, keys: keysOf(found.vkeys) };
}

describe('published notes', () => {
  it.each(vectors.notes.filter(({ expect: outcome }) => outcome === 'ok'))(
    'opens $id',
    ({ note, vkeys, verified, unverified }) => {
      const opened = openNote(note, keysOf(vkeys), verifyEd25519);
      expect(opened.verified.map(nameOf)).toEqual(verified);
      expect(opened.unverified.map(nameOf)).toEqual(unverified);
      expect(note.startsWith(`${opened.text}\n\u2014 `)).toBe(true);
    },
  );

  it.each(vectors.notes.filter(({ expect: outcome }) => outcome === 'unverified'))(
    'refuses $id',
    ({ note, vkeys }) => {
      expect(() => openNote(note, keysOf(vkeys), verifyEd25519)).toThrow('no signature by a known');
    },
  );

  it.each(vectors.verifierKeys)('reads and writes the key $vkey', ({ vkey }) => {
    const key = parseVerifierKey(vkey, sha256);
    expect(formatVerifierKey(key.name, key.publicKey, sha256)).toBe(vkey);
  });

  it.each(vectors.checkpoints)(
    'opens the checkpoint $id',
    ({ note, vkeys, origin, size, root }) => {
      const head = parseCheckpoint(openNote(note, keysOf(vkeys), verifyEd25519).text);
      expect(head).toMatchObject({ origin, size: BigInt(size), extensions: [] });
      expect(toBase64(head.root)).toBe(root);
    },
  );

  it('signs the published text to the published note, byte for byte', () => {
    const { note } = vector('go-one-signature');
    expect(signNote(noteText(note), testSigner('PeterNeumann', SEED), sha256)).toBe(note);
  });
});

describe('openNote', () => {
  const { note, keys } = vector('go-one-signature');
  const open = (text: string) => () => openNote(text, keys, verifyEd25519);
  const line = note.slice(note.indexOf('\u2014'));

  it('refuses a note that says something else', () => {
    expect(open(note.replace('answer', 'Answer'))).toThrow('wrong signature');
  });

  it('refuses a wrong signature by a known key beside a right one by another', () => {
    const two = vector('go-two-known');
    const broken = two.note.replace('rwz+eBzm', 'rwz+eBzn');
    expect(() => openNote(broken, two.keys, verifyEd25519)).toThrow('wrong signature');
    expect(openNote(broken, keys, verifyEd25519).verified.map(nameOf)).toEqual(
      two.verified.slice(0, 1),
    );
  });

  it('counts a key that signs twice once', () => {
    expect(openNote(note + line, keys, verifyEd25519).verified).toHaveLength(1);
  });

  it('takes 16 signatures and refuses 101', () => {
    const strangers = (count: number) => note + '\u2014 someone AAAAAAE=\n'.repeat(count);
    expect(openNote(strangers(15), keys, verifyEd25519).unverified).toHaveLength(15);
    expect(open(strangers(100))).toThrow('too many');
  });

  it('does not choose between two keys of one name and id', () => {
    const [key] = keys;
    if (key === undefined) throw new Error('the vector has a key');
    const rival = { ...key, publicKey: new Uint8Array(32) };
    expect(() => openNote(note, [key, rival], verifyEd25519)).toThrow('either of two keys');
  });

  it.each([
    ['no signature block', 'text\n'],
    ['no signature', 'text\n\n'],
    ['a last line that does not end', note.slice(0, -1)],
    ['something after the signatures', `${note}more\n`],
    ['a carriage return', note.replace('\n', '\r\n')],
    ['a tab', note.replace(' ', '\t')],
    ['a hyphen for the dash', note.replace('\u2014', '-')],
    ['two spaces', note.replace('PeterNeumann ', 'PeterNeumann  ')],
    ['no key name', note.replace('PeterNeumann', '')],
    ['a plus in the key name', note.replace('PeterNeumann', 'Peter+Neumann')],
    ['a wide space in the key name', note.replace('PeterNeumann', 'Peter\u3000Neumann')],
    ['base64 in another form', note.replace('BwJnAM=', 'BwJnAN=')],
    ['only a key id', `${note}\u2014 someone AAAAAA==\n`],
    ['a longer signature', note.replace('AM=\n', 'AMA\n')],
  ])('refuses a note with %s', (_name, text) => {
    expect(open(text)).toThrow(/malformed|signature|control|base64/);
  });
});

describe('verifier keys', () => {
  const good = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
  it.each([
    ['another name', good.replace('Peter', 'Pater')],
    ['another id', good.replace('c74f', 'c74e')],
    ['an upper-case id', good.replace('c74f20a3', 'C74F20A3')],
    ['another key', good.replace('ARpc', 'ARpd')],
    ['another type', good.replace('+ARpc', '+Ahpc')],
    ['a short key', good.slice(0, -4)],
    ['no key', 'PeterNeumann+c74f20a3'],
    ['a space', `${good} `],
  ])('refuses %s', (_name, text) => {
    expect(() => parseVerifierKey(text, sha256)).toThrow(/key|base64/);
  });

  it('refuses to write a name with a space or a plus, and to sign unfinished text', () => {
    const key = new Uint8Array(32);
    const signer = { name: 'trust.example/log', publicKey: key, sign: () => new Uint8Array(64) };
    expect(() => formatVerifierKey('a b', key, sha256)).toThrow('space or a plus');
    expect(() => formatVerifierKey('a', key.subarray(1), sha256)).toThrow('32 bytes');
    expect(() => signNote('text', signer, sha256)).toThrow('lines of text');
    expect(() => signNote('a\tb\n', signer, sha256)).toThrow('lines of text');
  });
});

describe('checkpoints', () => {
  const root = new Uint8Array(32);
  const text = `trust.example/log\n7\n${toBase64(root)}\n`;

  it('writes what it reads', () => {
    expect(formatCheckpoint({ origin: 'trust.example/log', size: 7n, root })).toBe(text);
    expect(parseCheckpoint(text)).toEqual({
      origin: 'trust.example/log',
      size: 7n,
      root,
      extensions: [],
    });
    expect(parseCheckpoint(`${text}more\n`).extensions).toEqual(['more']);
  });

  it.each([
    ['an empty origin', text.replace('trust.example/log', '')],
    ['a leading zero', text.replace('\n7\n', '\n07\n')],
    ['a sign', text.replace('\n7\n', '\n+7\n')],
    ['no size', text.replace('\n7\n', '\n\n')],
    ['a size of 2^63', text.replace('\n7\n', '\n9223372036854775808\n')],
    ['a short root', text.replace('AAAA', '')],
    ['a root in another form', text.replace('A=', 'B=')],
    ['an unpadded root', text.replace('=', '')],
    ['an empty line', `${text}\nmore\n`],
    ['a carriage return', text.replace('\n', '\r\n')],
    ['no end', text.slice(0, -1)],
    ['no root', 'trust.example/log\n7\n'],
  ])('refuses %s', (_name, wrong) => {
    expect(() => parseCheckpoint(wrong)).toThrow(/malformed|checkpoint|base64/);
  });

  it.each([
    { origin: 'a b', size: 0n, root },
    { origin: 'a+b', size: 0n, root },
    { origin: 'a', size: -1n, root },
    { origin: 'a', size: 1n << 63n, root },
    { origin: 'a', size: 0n, root: root.subarray(1) },
  ])('does not write $origin at size $size', (head) => {
    expect(() => formatCheckpoint(head)).toThrow(
      expect.objectContaining({ code: 'checkpoint-malformed' }),
    );
  });
});
