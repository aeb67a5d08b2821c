import { Readable, Writable } from 'node:stream';
import { runGmt } from '../../apps/cli/src/gmt';

/** A reader that is slower than the writer. */
class Capture extends Writable {
  text = '';
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    setImmediate(done);
  }
}

/** Runs `gmt divide` on this input; what it came to, and what it wrote. */
export async function divide(input: string | Buffer, ...options: readonly string[]) {
  const [stdout, stderr] = [new Capture({ highWaterMark: 1 }), new Capture()];
  const stdin = Readable.from([Buffer.from(input)]) as AsyncIterable<Uint8Array>;
  const status = await runGmt(['divide', ...options], { stdin, stdout, stderr });
  return { status, out: stdout.text, err: stderr.text };
}
