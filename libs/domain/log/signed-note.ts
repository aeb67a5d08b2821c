import { DomainError } from '../errors';
import {
  concatBytes,
  equalBytes,
  fromBase64,
  toBase64,
  toHex,
  utf8,
  type Sha256,
  type VerifyEd25519,
} from './bytes';

/** A public key that notes are checked against (C2SP signed-note, type 0x01, Ed25519). */
export interface VerifierKey {
  readonly name: string;
  /** First four bytes of SHA-256(name || 0x0A || 0x01 || public key), as hexadecimal. */
  readonly id: string;
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
}

/** Who signs a note; the private key stays with whoever passes `sign`. */
export interface NoteSigner {
  readonly name: string;
  readonly publicKey: Uint8Array;
  readonly sign: (message: Uint8Array) => Uint8Array;
}

/** A note with at least one verified signature. */
export interface OpenedNote {
  /** The signed text, with its last line feed. */
  readonly text: string;
  /** The known keys whose signatures hold, in the order of the note. */
  readonly verified: readonly VerifierKey[];
  /** Signatures by keys that are not known: they prove nothing. */
  readonly unverified: readonly { readonly name: string; readonly id: string }[];
}

interface SignatureLine {
  readonly name: string;
  readonly id: string;
  readonly signature: Uint8Array;
}

/** Signature lines that a note may have; the specification asks for at least 16. */
export const SIGNATURES_MAX = 100;
export const NOTE_CHARS_MAX = 1_000_000;

const ED25519 = 0x01;
const KEY_ID_BYTES = 4;
const PUBLIC_KEY_BYTES = 32;
const SIGNATURE_BYTES = 64;
const SIGNATURE_PREFIX = '\u2014 ';
/** Control characters below U+0020, save the line feed. */
const CONTROL = /[^\P{Cc}\n\x7f-\x9f]/u;
const KEY_NAME = /^[^\s+\u0085]+$/u;

/** Text form of a key: `name+id+base64(0x01 || public key)`. */
export function formatVerifierKey(name: string, publicKey: Uint8Array, sha256: Sha256): string {
  if (!KEY_NAME.test(name)) throw malformed('verifier-key', 'has a name with a space or a plus');
  if (publicKey.length !== PUBLIC_KEY_BYTES) throw malformed('verifier-key', 'is not 32 bytes');
  const typed = concatBytes(Uint8Array.of(ED25519), publicKey);
  return `${name}+${keyId(name, publicKey, sha256)}+${toBase64(typed)}`;
}

/** Reads the text form of an Ed25519 key; refuses other types and an id that does not fit. */
export function parseVerifierKey(text: string, sha256: Sha256): VerifierKey {
  // The base64 part may hold further plus signs: only the first two divide.
  const [, name = '', id = '', encoded = ''] = /^([^+]*)\+([^+]*)\+(.*)$/su.exec(text) ?? [];
  if (!KEY_NAME.test(name)) throw malformed('verifier-key', 'is not name+id+key');
  const typed = fromBase64(encoded);
  if (typed[0] !== ED25519 || typed.length !== 1 + PUBLIC_KEY_BYTES) {
    throw malformed('verifier-key', 'is not an Ed25519 key');
  }
  const publicKey = typed.subarray(1);
  if (id !== keyId(name, publicKey, sha256)) {
    throw malformed('verifier-key', 'has an id that does not fit its name and key');
  }
  return { name, id, publicKey };
}

function keyId(name: string, publicKey: Uint8Array, sha256: Sha256): string {
  const input = concatBytes(utf8(name), Uint8Array.of(0x0a, ED25519), publicKey);
  return toHex(sha256(input).subarray(0, KEY_ID_BYTES));
}

/** Signs a text, which must end in a line feed; Ed25519 gives the same note every time. */
export function signNote(text: string, signer: NoteSigner, sha256: Sha256): string {
  if (!text.endsWith('\n') || CONTROL.test(text)) {
    throw malformed('note', 'must be lines of text, the last one ended');
  }
  const key = parseVerifierKey(formatVerifierKey(signer.name, signer.publicKey, sha256), sha256);
  const id = Uint8Array.from(key.id.match(/../g) ?? [], (digits) => parseInt(digits, 16));
  const signature = toBase64(concatBytes(id, signer.sign(utf8(text))));
  return `${text}\n${SIGNATURE_PREFIX}${signer.name} ${signature}\n`;
}

/**
 * Opens a signed note. Refuses a malformed note, a note without any signature by one of the keys,
 * and a note where a signature by one of the keys is wrong, even beside a right one.
 */
export function openNote(
  note: string,
  keys: readonly VerifierKey[],
  verify: VerifyEd25519,
): OpenedNote {
  const { text, lines } = parseNote(note);
  const message = utf8(text);
  const verified: VerifierKey[] = [];
  const unverified: { name: string; id: string }[] = [];
  for (const { name, id, signature } of lines) {
    const key = knownKey(keys, name, id);
    if (key === null) {
      unverified.push({ name, id });
    } else if (!verified.includes(key)) {
      const holds =
        signature.length === SIGNATURE_BYTES && verify(key.publicKey, message, signature);
      if (!holds) throw malformed('note', `has a wrong signature of ${name}+${id}`);
      verified.push(key);
    }
  }
  if (verified.length === 0) throw malformed('note', 'has no signature by a known key');
  return { text, verified, unverified };
}

function knownKey(keys: readonly VerifierKey[], name: string, id: string): VerifierKey | null {
  const [key, rival] = keys.filter((candidate) => candidate.name === name && candidate.id === id);
  if (key !== undefined && rival !== undefined && !equalBytes(key.publicKey, rival.publicKey)) {
    throw malformed('note', `could be signed by either of two keys ${name}+${id}`);
  }
  return key ?? null;
}

/** The text of a note, with no signature checked: it says what is claimed, not who claims it. */
export function noteText(note: string): string {
  return parseNote(note).text;
}

/** Splits a note at its last empty line. */
function parseNote(note: string): { text: string; lines: readonly SignatureLine[] } {
  if (note.length > NOTE_CHARS_MAX || CONTROL.test(note)) {
    throw malformed('note', 'is too long or holds control characters');
  }
  const split = note.lastIndexOf('\n\n');
  if (split < 0 || !note.endsWith('\n')) throw malformed('note', 'has no signature block');
  const block = note.slice(split + 2);
  if (block === '') throw malformed('note', 'has no signature');
  const lines = block.slice(0, -1).split('\n');
  if (lines.length > SIGNATURES_MAX) throw malformed('note', 'has too many signatures');
  return { text: note.slice(0, split + 1), lines: lines.map(parseSignatureLine) };
}

function parseSignatureLine(line: string): SignatureLine {
  const [name = '', encoded = '', ...rest] = line.slice(SIGNATURE_PREFIX.length).split(' ');
  if (!line.startsWith(SIGNATURE_PREFIX) || !KEY_NAME.test(name) || rest.length > 0) {
    throw malformed('note', 'has a malformed signature line');
  }
  const bytes = fromBase64(encoded);
  if (bytes.length <= KEY_ID_BYTES) throw malformed('note', 'has an empty signature');
  return {
    name,
    id: toHex(bytes.subarray(0, KEY_ID_BYTES)),
    signature: bytes.subarray(KEY_ID_BYTES),
  };
}

function malformed(what: string, why: string): DomainError {
  return new DomainError('invalid', `${what}-malformed`, `The ${what.replace('-', ' ')} ${why}.`);
}
