import { createHash, randomBytes } from 'node:crypto';

/** Gives the random part of identifiers and salts: `length` bytes for the n-th use in a command. */
export type RandomSource = (use: number, length: number) => Buffer;

/** Random bytes are drawn in pages: asking the system for a few costs as much as for thousands. */
const PAGE_BYTES = 8_192;
let page = Buffer.alloc(0);

export const systemRandom: RandomSource = (_use, length) => {
  if (page.length < length) page = randomBytes(Math.max(length, PAGE_BYTES));
  const bytes = page.subarray(0, length);
  page = page.subarray(length);
  return bytes;
};

/** Predictable bytes for reproducible runs: the same seed and command give the same identifiers. */
export function seededRandom(seed: string, command: string): RandomSource {
  return (use, length) =>
    createHash('sha256').update(`${seed}\n${command}\n${use}`).digest().subarray(0, length);
}

/**
 * Where the identifiers of a transaction begin: below 2^25, so that 33 million of them follow in
 * the 26 bits that `placed` gives to the place.
 */
export function firstPlace(random: Buffer): number {
  return random.readUInt32BE(6) >>> 7;
}

/** The random part of an identifier with its place in front: later places sort behind. */
export function placed(random: Buffer, place: number): Buffer {
  const bytes = Buffer.from(random);
  // Of the first and third byte, `uuidv7` takes the low 4 and 6 bits.
  bytes[0] = place >>> 22;
  bytes[1] = (place >>> 14) & 0xff;
  bytes[2] = (place >>> 8) & 0x3f;
  bytes[3] = place & 0xff;
  return bytes;
}

/** The last 20 hexadecimal digits of a UUID version 7, for a statement that knows the time. */
export function uuidv7Tail(random: Buffer): string {
  return uuidv7(0, random).replaceAll('-', '').slice(12);
}

/** A UUID version 7 (RFC 9562): 48 bits of Unix milliseconds, then random bits. */
export function uuidv7(milliseconds: number, random: Buffer): string {
  const time = milliseconds.toString(16).padStart(12, '0');
  const tail = random.toString('hex', 0, 10);
  const variant = (0x80 | (random.readUInt8(2) & 0x3f)).toString(16) + tail.slice(6, 8);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${tail.slice(1, 4)}-${variant}-${tail.slice(8)}`;
}
