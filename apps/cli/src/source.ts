import { createReadStream } from 'node:fs';
import { Unavailable } from './console';
import { fetchBundle, isServer, type Credentials } from './server';

/** Bytes of a bundle: from a server's address, from `-` for standard input, or from a file. */
export async function* readBundle(
  source: string,
  stdin: AsyncIterable<Uint8Array>,
  credentials: Credentials,
): AsyncGenerator<Uint8Array> {
  if (isServer(source)) {
    yield* fetchBundle(source, credentials);
    return;
  }
  try {
    yield* source === '-' ? stdin : createReadStream(source);
  } catch (error) {
    throw new Unavailable(`${source} cannot be read: ${String(error)}`);
  }
}
