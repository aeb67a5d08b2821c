import { createInflateRaw } from 'node:zlib';
import { pipeline, Readable } from 'node:stream';
import { SHEET_LIMITS } from './limits';
import { malformed, tooLarge } from './sheet-row';

interface ZipEntry {
  readonly name: string;
  readonly isDeflated: boolean;
  readonly compressed: number;
  /** Bytes that the directory promises; what really comes out is counted as well. */
  readonly inflated: number;
  /** Where its own header begins. */
  readonly offset: number;
}

const END = 0x06054b50;
const DIRECTORY = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const COMMENT_BYTES_MAX = 65_535;
const ZIP64 = 0xffffffff;

/**
 * A zip archive in memory, of which only the named parts are inflated, and never more of them than
 * the limits allow: entries, declared bytes and really inflated bytes are all counted.
 * Refuses `spreadsheet-malformed` and `spreadsheet-too-large`.
 */
export class ZipArchive {
  private inflated = 0;

  private constructor(
    private readonly file: Buffer,
    private readonly entries: ReadonlyMap<string, ZipEntry>,
  ) {}

  static open(file: Buffer): ZipArchive {
    const entries = readDirectory(file);
    let declared = 0;
    for (const { name, compressed, inflated } of entries.values()) {
      declared += inflated;
      requireRatio(name, compressed, inflated);
    }
    if (declared > SHEET_LIMITS.xlsxInflatedBytes) {
      throw tooLarge('bytes when it is unpacked', SHEET_LIMITS.xlsxInflatedBytes);
    }
    return new ZipArchive(file, entries);
  }

  has(name: string): boolean {
    return this.entries.has(name);
  }

  /** The bytes of one part; refuses a part that is missing or lies about its size. */
  async *read(name: string): AsyncGenerator<Buffer> {
    const entry = this.entries.get(name);
    if (!entry) throw malformed(`The file is no XLSX workbook: its part ${name} is missing.`);
    let count = 0;
    for await (const chunk of this.bytesOf(entry)) {
      count += chunk.length;
      this.inflated += chunk.length;
      if (this.inflated > SHEET_LIMITS.xlsxInflatedBytes) {
        throw tooLarge('bytes when it is unpacked', SHEET_LIMITS.xlsxInflatedBytes);
      }
      requireRatio(name, entry.compressed, count);
      if (count > entry.inflated) throw lies(name);
      yield chunk;
    }
    if (count !== entry.inflated) throw lies(name);
  }

  private async *bytesOf({
    name,
    offset,
    compressed,
    isDeflated,
  }: ZipEntry): AsyncGenerator<Buffer> {
    const { file } = this;
    if (file.length < offset + 30 || file.readUInt32LE(offset) !== LOCAL) throw lies(name);
    const start = offset + 30 + file.readUInt16LE(offset + 26) + file.readUInt16LE(offset + 28);
    if (file.length < start + compressed) throw lies(name);
    const bytes = file.subarray(start, start + compressed);
    if (!isDeflated) {
      yield bytes;
      return;
    }
    const inflate = createInflateRaw();
    pipeline(Readable.from([bytes]), inflate, () => undefined);
    try {
      for await (const chunk of inflate as AsyncIterable<Buffer>) yield chunk;
    } catch (error) {
      const { code } = error as { code?: unknown };
      if (typeof code === 'string' && code.startsWith('Z_')) throw lies(name);
      throw error;
    }
  }
}

function requireRatio(name: string, compressed: number, inflated: number): void {
  if (inflated <= SHEET_LIMITS.xlsxRatio * Math.max(compressed, 1_024)) return;
  throw tooLarge(`bytes for each compressed byte of ${name.slice(0, 100)}`, SHEET_LIMITS.xlsxRatio);
}

function lies(name: string): Error {
  return malformed(`The part ${name.slice(0, 100)} of the file is damaged.`);
}

function readDirectory(file: Buffer): Map<string, ZipEntry> {
  const end = endOf(file);
  const count = file.readUInt16LE(end + 10);
  if (count > SHEET_LIMITS.xlsxEntries) throw tooLarge('parts', SHEET_LIMITS.xlsxEntries);
  const entries = new Map<string, ZipEntry>();
  let at = file.readUInt32LE(end + 16);
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > end || file.readUInt32LE(at) !== DIRECTORY) throw notAZip();
    const entry = readEntry(file, at);
    if (entries.has(entry.name))
      throw malformed(`The part ${entry.name} stands twice in the file.`);
    entries.set(entry.name, entry);
    at += 46 + [28, 30, 32].reduce((sum, place) => sum + file.readUInt16LE(at + place), 0);
  }
  refuseOverlaps([...entries.values()]);
  return entries;
}

function readEntry(file: Buffer, at: number): ZipEntry {
  const [flags, method] = [file.readUInt16LE(at + 8), file.readUInt16LE(at + 10)];
  if ((flags & 1) !== 0) throw malformed('The file is encrypted: save it without a password.');
  if (method !== 0 && method !== 8) throw notAZip();
  const entry = {
    name: file.toString('utf8', at + 46, at + 46 + file.readUInt16LE(at + 28)),
    isDeflated: method === 8,
    compressed: file.readUInt32LE(at + 20),
    inflated: file.readUInt32LE(at + 24),
    offset: file.readUInt32LE(at + 42),
  };
  if ([entry.compressed, entry.inflated, entry.offset].includes(ZIP64)) throw notAZip();
  return entry;
}

/** Parts that share bytes are how a small file unpacks to an endless one. */
function refuseOverlaps(entries: ZipEntry[]): void {
  let end = 0;
  for (const { name, offset, compressed } of entries.sort((a, b) => a.offset - b.offset)) {
    if (offset < end) throw malformed(`The part ${name.slice(0, 100)} overlaps another.`);
    end = offset + 30 + compressed;
  }
}

function endOf(file: Buffer): number {
  const first = Math.max(0, file.length - END_BYTES - COMMENT_BYTES_MAX);
  for (let at = file.length - END_BYTES; at >= first; at -= 1) {
    if (file.readUInt32LE(at) === END) return at;
  }
  throw notAZip();
}

function notAZip(): Error {
  return malformed('The file is no XLSX workbook that can be unpacked: save it again as XLSX.');
}
