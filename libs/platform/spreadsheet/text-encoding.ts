/** Encodings that a file of text may have. A byte order mark, when there is one, is dropped. */
export const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** Bytes 0x80 to 0x9f of Windows-1252; five of them mean nothing and read as damage. */
const WINDOWS_1252 = [
  '\u20ac\ufffd\u201a\u0192\u201e\u2026\u2020\u2021',
  '\u02c6\u2030\u0160\u2039\u0152\ufffd\u017d\ufffd',
  '\ufffd\u2018\u2019\u201c\u201d\u2022\u2013\u2014',
  '\u02dc\u2122\u0161\u203a\u0153\ufffd\u017e\u0178',
].join('');

interface Decoder {
  decode(bytes?: Uint8Array, options?: { stream?: boolean }): string;
}

const windows1252: Decoder = {
  decode: (bytes = new Uint8Array()) =>
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      .toString('latin1')
      .replaceAll(/[\u0080-\u009f]/g, (unit) => WINDOWS_1252[unit.charCodeAt(0) - 0x80] ?? ''),
};

/** The text of a stream of bytes; what is not valid reads as U+FFFD, so that it has a place. */
export async function* decode(
  bytes: AsyncIterable<Uint8Array>,
  encoding: Encoding,
): AsyncGenerator<string> {
  const decoder: Decoder = encoding === 'windows-1252' ? windows1252 : new TextDecoder(encoding);
  for await (const chunk of bytes) yield decoder.decode(chunk, { stream: true });
  const rest = decoder.decode();
  if (rest !== '') yield rest;
}

/** What was found, why, and what else it may be. `value` is null where the user must say. */
export interface Detected<Value extends string> {
  readonly value: Value | null;
  readonly because: string;
  readonly candidates: readonly Value[];
}

const HEAD_BYTES = 4_096;

/** Reads a whole file once to say in which encoding it is. */
export async function detectEncoding(
  bytes: AsyncIterable<Uint8Array>,
): Promise<Detected<Encoding>> {
  const utf8 = new TextDecoder('utf-8');
  let head: Buffer | undefined;
  let damaged = 0;
  let wellFormed = 0;
  let meaningless = 0;
  const count = (text: string): void => {
    for (const unit of text.match(/[^\u0000-\u007f]/g) ?? []) {
      if (unit === '\ufffd') damaged += 1;
      else wellFormed += 1;
    }
  };
  for await (const chunk of bytes) {
    head ??= Buffer.from(chunk.subarray(0, HEAD_BYTES));
    const text = utf8.decode(chunk, { stream: true });
    if (text.length === chunk.length && !/[^\u0000-\u007f]/.test(text)) continue;
    count(text);
    meaningless += windows1252.decode(chunk).match(/\ufffd/g)?.length ?? 0;
  }
  count(utf8.decode());
  return byMark(head) ?? byZeros(head) ?? byContent(damaged, wellFormed, meaningless);
}

function certain(value: Encoding, because: string): Detected<Encoding> {
  return { value, because, candidates: [value] };
}

function byMark(head: Buffer | undefined): Detected<Encoding> | null {
  const mark = head?.subarray(0, 3).toString('hex') ?? '';
  if (mark === 'efbbbf') return certain('utf-8', 'It begins with the UTF-8 byte order mark.');
  if (mark.startsWith('fffe')) return certain('utf-16le', 'It begins with its byte order mark.');
  if (mark.startsWith('feff')) return certain('utf-16be', 'It begins with its byte order mark.');
  return null;
}

/** Western text in UTF-16 has a zero in every other byte. */
function byZeros(head: Buffer | undefined): Detected<Encoding> | null {
  if (!head || head.length < 4) return null;
  const zeros: [number, number] = [0, 0];
  for (const [index, byte] of head.entries()) if (byte === 0) zeros[index % 2 === 0 ? 0 : 1] += 1;
  const most = Math.max(...zeros);
  if (most < head.length / 4 || Math.min(...zeros) > most / 4) return null;
  const value = zeros[0] > zeros[1] ? 'utf-16be' : 'utf-16le';
  return certain(value, 'Every other byte is zero, and there is no byte order mark.');
}

function byContent(damaged: number, wellFormed: number, meaningless: number): Detected<Encoding> {
  if (damaged === 0) {
    const because =
      wellFormed === 0
        ? 'It is plain ASCII, which every encoding but UTF-16 reads the same.'
        : `Its ${wellFormed} other than ASCII characters are well-formed UTF-8.`;
    return certain('utf-8', because);
  }
  if (wellFormed === 0 && meaningless === 0) {
    const because = `${damaged} places are not UTF-8; all bytes have a meaning in Windows-1252.`;
    return { value: 'windows-1252', because, candidates: ['windows-1252'] };
  }
  return {
    value: null,
    because:
      `${damaged} places are not UTF-8, ${wellFormed} characters are, ` +
      `${meaningless} bytes mean nothing in Windows-1252.`,
    candidates: ['utf-8', 'windows-1252'],
  };
}

/** Text in an encoding, with the byte order mark of UTF-16; what it has no byte for is a `?`. */
export async function* encode(
  texts: AsyncIterable<string>,
  encoding: Encoding,
): AsyncGenerator<Buffer> {
  if (encoding.startsWith('utf-16')) yield toBytes('\ufeff', encoding);
  for await (const text of texts) yield toBytes(text, encoding);
}

function toBytes(text: string, encoding: Encoding): Buffer {
  if (encoding === 'utf-16le') return Buffer.from(text, 'utf16le');
  if (encoding === 'utf-16be') return Buffer.from(text, 'utf16le').swap16();
  if (encoding === 'utf-8') return Buffer.from(text);
  const known = text.replaceAll(/[^\u0000-\u007f\u00a0-\u00ff]/gu, (unit) => {
    const index = unit === '\ufffd' ? -1 : WINDOWS_1252.indexOf(unit);
    return index < 0 ? '?' : String.fromCharCode(0x80 + index);
  });
  return Buffer.from(known, 'latin1');
}
