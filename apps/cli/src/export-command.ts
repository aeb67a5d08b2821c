import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Unavailable, type Console } from './console';
import { fetchBundle, isServer, type Credentials } from './server';

export interface ExportOptions extends Credentials {
  readonly out?: string;
}

/** Writes a server's bundle to a file or to standard output, byte for byte as it was served. */
export async function exportCommand(
  server: string,
  options: ExportOptions,
  { stdout, stderr }: Console,
): Promise<number> {
  if (!isServer(server)) throw new Unavailable(`${server} is not the address of a server.`);
  const bundle = fetchBundle(server, options);
  if (options.out === undefined) {
    await pipeline(Readable.from(bundle), stdout, { end: false });
  } else {
    await writeFileWhole(options.out, bundle);
    stderr.write(`Wrote ${options.out}. Check it with: gmt verify ${options.out}\n`);
  }
  return 0;
}

/** The file appears under its name only when it is whole. */
async function writeFileWhole(path: string, bundle: AsyncIterable<Uint8Array>): Promise<void> {
  const partial = `${path}.partial`;
  try {
    await pipeline(Readable.from(bundle), createWriteStream(partial));
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true });
    if (error instanceof Unavailable) throw error;
    throw new Unavailable(`${path} cannot be written: ${String(error)}`);
  }
}
