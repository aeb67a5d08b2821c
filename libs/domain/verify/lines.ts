import { concatBytes } from '../log/bytes';
import { LINE_BYTES_MAX } from './bundle';

const LINE_FEED = 0x0a;

/**
 * Cuts a stream of bytes at line feeds, and nowhere else: JSON texts may hold every other
 * character that some line readers take for the end of a line.
 */
export class LineSplitter {
  private parts: Uint8Array[] = [];
  private held = 0;

  /** Lines completed by this chunk, without their line feeds. */
  *push(chunk: Uint8Array): Generator<Uint8Array> {
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(LINE_FEED, start);
      if (end < 0) break;
      yield this.join(chunk.subarray(start, end));
      start = end + 1;
    }
    const rest = Uint8Array.from(chunk.subarray(start));
    if (rest.length === 0) return;
    this.parts.push(rest);
    this.held += rest.length;
    // Whoever reads this piece refuses it for its length; holding more would help nobody.
    if (this.held > LINE_BYTES_MAX) yield this.join(new Uint8Array(0));
  }

  /** What follows the last line feed, if anything does. */
  *end(): Generator<Uint8Array> {
    if (this.held > 0) yield this.join(new Uint8Array(0));
  }

  private join(last: Uint8Array): Uint8Array {
    if (this.parts.length === 0) return last;
    const line = concatBytes(...this.parts, last);
    this.parts = [];
    this.held = 0;
    return line;
  }
}
