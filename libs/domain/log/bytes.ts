import { DomainError } from '../errors';

/** SHA-256 of the bytes, 32 bytes long; each platform brings its own. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array;

/** True when the Ed25519 signature (64 bytes) of the message is by the public key (32 bytes). */
export type VerifyEd25519 = (
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
) => boolean;

const LONE_SURROGATE = /\p{Surrogate}/u;
const ENCODER = new TextEncoder();
// A byte order mark is content here: dropping it would let two texts have one meaning.
const DECODER = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** UTF-8 bytes of a text; refuses lone surrogates, which UTF-8 cannot carry. */
export function utf8(text: string): Uint8Array {
  if (hasLoneSurrogate(text)) throw loneSurrogate();
  return ENCODER.encode(text);
}

/** Text of UTF-8 bytes; refuses bytes that are not UTF-8. */
export function utf8Text(bytes: Uint8Array): string {
  try {
    return DECODER.decode(bytes);
  } catch {
    throw malformed('text', 'is not UTF-8');
  }
}

export function hasLoneSurrogate(text: string): boolean {
  return LONE_SURROGATE.test(text);
}

export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

/** Where short texts are encoded to be hashed: memory that is asked for costs more than both. */
const ROOM = new Uint8Array(4_096);

/** SHA-256 of bytes with the UTF-8 of a text behind them; refuses lone surrogates. */
export function hashBefore(text: string, prefix: Uint8Array, sha256: Sha256): Uint8Array {
  const start = prefix.length;
  if (start + 3 * text.length > ROOM.length) return sha256(concatBytes(prefix, utf8(text)));
  if (hasLoneSurrogate(text)) throw loneSurrogate();
  ROOM.set(prefix);
  const { written } = ENCODER.encodeInto(text, ROOM.subarray(start));
  return sha256(ROOM.subarray(0, start + written));
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Lower-case hexadecimal digits, two for each byte. */
export function toHex(bytes: Uint8Array): string {
  let digits = '';
  for (const byte of bytes) digits += HEX[byte];
  return digits;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const SEXTETS = new Map([...ALPHABET].map((digit, value) => [digit, value]));
/** Two digits for each 12 bits. */
const PAIRS = [...ALPHABET].flatMap((first) => [...ALPHABET].map((second) => first + second));

/** Standard base64 with padding (RFC 4648 section 4). */
export function toBase64(bytes: Uint8Array): string {
  let digits = '';
  for (let start = 0; start < bytes.length; start += 3) {
    const [a = 0, b = 0, c = 0] = [bytes[start], bytes[start + 1], bytes[start + 2]];
    digits += PAIRS[(a << 4) | (b >> 4)];
    digits += PAIRS[((b & 15) << 8) | c];
  }
  const missing = (3 - (bytes.length % 3)) % 3;
  return missing === 0 ? digits : digits.slice(0, -missing) + '='.repeat(missing);
}

/** Bytes of a base64 text; refuses any text that `toBase64` would not write. */
export function fromBase64(text: string): Uint8Array {
  const digits = text.replace(/={1,2}$/, '');
  const bytes = new Uint8Array(Math.floor((digits.length * 3) / 4));
  let offset = 0;
  let bits = 0;
  let held = 0;
  for (const digit of digits) {
    const sextet = SEXTETS.get(digit);
    if (sextet === undefined) throw malformed('base64', `holds ${JSON.stringify(digit)}`);
    held = ((held << 6) | sextet) & 0xfff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[offset++] = (held >> bits) & 0xff;
  }
  // One check catches wrong padding, a wrong length and stray bits in the last digit.
  if (toBase64(bytes) !== text) throw malformed('base64', 'is not in its one standard form');
  return bytes;
}

function loneSurrogate(): DomainError {
  return malformed('text', 'holds half of a surrogate pair');
}

function malformed(what: string, why: string): DomainError {
  return new DomainError('invalid', `${what}-malformed`, `The ${what} ${why}.`);
}
