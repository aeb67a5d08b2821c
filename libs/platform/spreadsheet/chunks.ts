/** Bytes handed on at a time: small enough to be nothing, large enough not to be many. */
const CHUNK_BYTES = 65_536;

/** Joins short texts into buffers of some 64 KiB; draws no text before the last one is read. */
export async function* inChunks(texts: AsyncIterable<string>): AsyncGenerator<Buffer> {
  let parts: string[] = [];
  let length = 0;
  for await (const text of texts) {
    parts.push(text);
    length += text.length;
    if (length < CHUNK_BYTES) continue;
    yield Buffer.from(parts.join(''), 'utf8');
    parts = [];
    length = 0;
  }
  if (length > 0) yield Buffer.from(parts.join(''), 'utf8');
}
