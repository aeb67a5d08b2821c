import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** Bytes of one stored piece of a file. */
const CHUNK_BYTES = 262_144;
/** Days for which the file of an import that has ended can still be fetched. */
const FILE_DAYS = 90;
/** Hours after which a copy that is no file of an import is a leftover. */
const COPY_HOURS = 1;

export interface StoredFile {
  readonly bytes: bigint;
  readonly digest: Buffer;
}

/** The bytes of files, in the database, so that any process can take, read and give them. */
@Injectable()
export class ImportFilesService {
  constructor(private readonly dataSource: DataSource) {}

  /** Stores one copy piece by piece; stops reading after `bytesMax` and says how much there was. */
  async store(
    importId: string,
    upload: string,
    source: AsyncIterable<Uint8Array>,
    bytesMax: bigint,
  ): Promise<StoredFile> {
    const hash = createHash('sha256');
    let bytes = 0n;
    let ordinal = 0;
    for await (const chunk of rechunked(source)) {
      bytes += BigInt(chunk.length);
      hash.update(chunk);
      if (bytes > bytesMax) break;
      await this.dataSource.query(
        'insert into import_chunk (import_id, upload, ordinal, bytes) values ($1, $2, $3, $4)',
        [importId, upload, ordinal, chunk],
      );
      ordinal += 1;
    }
    return { bytes, digest: hash.digest() };
  }

  /** The bytes of a copy, in order, one piece at a time. */
  async *read(importId: string, upload: string): AsyncGenerator<Buffer> {
    for (let ordinal = 0; ; ordinal += 1) {
      const [row] = await this.dataSource.query<{ bytes: Buffer }[]>(
        'select bytes from import_chunk where import_id = $1 and upload = $2 and ordinal = $3',
        [importId, upload, ordinal],
      );
      if (!row) return;
      yield row.bytes;
    }
  }

  /** A copy as a whole; only for files whose limit allows it. */
  async readWhole(importId: string, upload: string): Promise<Buffer> {
    const chunks: Buffer[] = [];
    for await (const chunk of this.read(importId, upload)) chunks.push(chunk);
    return Buffer.concat(chunks);
  }

  async drop(importId: string, upload: string): Promise<void> {
    await this.dataSource.query('delete from import_chunk where import_id = $1 and upload = $2', [
      importId,
      upload,
    ]);
  }

  /** Forgets copies that did not become a file, and files of imports that ended long ago. */
  async dropUnneeded(): Promise<void> {
    await this.dataSource.query(
      `delete from import_chunk c using import i where i.id = c.import_id and (
         i.settled_at < clock_timestamp() - make_interval(days => $1)
         or (c.upload is distinct from i.upload and c.upload is distinct from i.error_file
             and c.stored_at < clock_timestamp() - make_interval(hours => $2)))`,
      [FILE_DAYS, COPY_HOURS],
    );
  }
}

/** The same bytes in pieces of one size, but for the last. */
async function* rechunked(source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of source) {
    parts.push(part);
    length += part.length;
    while (length >= CHUNK_BYTES) {
      const all = Buffer.concat(parts);
      yield all.subarray(0, CHUNK_BYTES);
      parts = [all.subarray(CHUNK_BYTES)];
      length -= CHUNK_BYTES;
    }
  }
  if (length > 0) yield Buffer.concat(parts);
}
