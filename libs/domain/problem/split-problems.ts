import { concatBytes } from '../log/bytes';

/** The bytes of one problem, and the line of the input it starts on, counted from 1. */
export interface ProblemBytes {
  readonly line: number;
  readonly bytes: Uint8Array;
}

const LINE_FEED = 0x0a;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENING = 0x7b;
const OPENING_LIST = 0x5b;
const CLOSING = 0x7d;
const CLOSING_LIST = 0x5d;
const BLANK: readonly number[] = [LINE_FEED, 0x0d, 0x09, 0x20];
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/**
 * Cuts a stream of bytes into problems: one a line (JSON Lines), or one over several lines. A
 * problem ends at the first line end where its brackets are closed, and at the latest before a line
 * that begins with `{`, so that a broken problem spoils none of those after it. Of a problem longer
 * than `bytesMax` one byte more than that is handed on, and the rest dropped.
 */
export class ProblemSplitter {
  private parts: Uint8Array[] = [];
  private held = 0;
  private line = 1;
  private startLine = 1;
  private atLineStart = true;
  private isFirst = true;
  private nesting = new Nesting();

  constructor(private readonly bytesMax: number) {}

  /** The problems that this chunk completes. */
  *push(chunk: Uint8Array): Generator<ProblemBytes> {
    let rest = chunk;
    while (rest.length > 0) {
      const end = rest.indexOf(LINE_FEED);
      const piece = end < 0 ? rest : rest.subarray(0, end + 1);
      if (this.atLineStart && rest[0] === OPENING) yield* this.end();
      this.take(piece);
      this.atLineStart = end >= 0;
      if (end >= 0) {
        this.line += 1;
        if (!this.nesting.isOpen) yield* this.end();
      }
      rest = rest.subarray(piece.length);
    }
  }

  /** What is held back when the input ends, unless it is blank. */
  *end(): Generator<ProblemBytes> {
    const whole = concatBytes(...this.parts);
    const bytes = this.isFirst ? withoutByteOrderMark(whole) : whole;
    this.parts = [];
    this.held = 0;
    this.nesting = new Nesting();
    if (bytes.every((byte) => BLANK.includes(byte))) return;
    this.isFirst = false;
    yield { line: this.startLine, bytes };
  }

  private take(piece: Uint8Array): void {
    if (this.held === 0) this.startLine = this.line;
    this.nesting.follow(piece);
    const kept = piece.subarray(0, this.bytesMax + 1 - this.held);
    if (kept.length === 0) return;
    // A copy: whoever sent the chunk may use its memory again.
    this.parts.push(Uint8Array.from(kept));
    this.held += kept.length;
  }
}

/** Some editors put the mark in front of a file; it says nothing there. */
function withoutByteOrderMark(bytes: Uint8Array): Uint8Array {
  return BYTE_ORDER_MARK.every((byte, index) => bytes[index] === byte) ? bytes.subarray(3) : bytes;
}

/** Follows the brackets of a JSON text, whatever it holds. */
class Nesting {
  private depth = 0;
  private inString = false;
  private escaped = false;

  /** False also inside a string: none goes over the end of a line. */
  get isOpen(): boolean {
    return this.depth > 0 && !this.inString;
  }

  follow(bytes: Uint8Array): void {
    for (const byte of bytes) {
      if (this.inString) this.followString(byte);
      else if (byte === QUOTE) this.inString = true;
      else if (byte === OPENING || byte === OPENING_LIST) this.depth += 1;
      else if (byte === CLOSING || byte === CLOSING_LIST) this.depth -= 1;
    }
  }

  private followString(byte: number): void {
    if (this.escaped) this.escaped = false;
    else if (byte === BACKSLASH) this.escaped = true;
    else if (byte === QUOTE) this.inString = false;
  }
}
