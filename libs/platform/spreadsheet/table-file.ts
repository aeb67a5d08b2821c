import { Readable } from 'node:stream';
import { StreamableFile } from '@nestjs/common';
import { FORMAT_FACTS, type Format } from './formats';
import type { Column, Row } from './table';

export interface TableFile {
  /** Without the ending; asked for once the first row is drawn. */
  readonly name: () => string;
  readonly format: Format;
  readonly columns: readonly Column[];
  readonly rows: AsyncGenerator<Row> | Generator<Row>;
}

/**
 * The table as a file to be saved. The first row is drawn before any header leaves, so that a
 * refusal is still a problem document. However the answer ends, the rows are closed.
 */
export async function tableFile(file: TableFile): Promise<StreamableFile> {
  const { name, format, columns, rows } = file;
  const { mediaType, write } = FORMAT_FACTS[format];
  const first = await rows.next();
  const bytes = write({ columns, rows: from(first, rows) });
  const stream = Readable.from(bytes, { objectMode: false });
  // A stream that is destroyed before anything was read of it never gets to its own end.
  stream.once('close', () => void close(rows).catch(() => undefined));
  return new StreamableFile(stream, {
    type: mediaType,
    disposition: `attachment; filename="${name()}.${format}"`,
  });
}

/** The rows from the first on, which is drawn already. */
async function* from(first: IteratorResult<Row>, rows: TableFile['rows']): AsyncGenerator<Row> {
  for (let item = first; !item.done; item = await rows.next()) yield item.value;
}

async function close(rows: TableFile['rows']): Promise<void> {
  await rows.return(undefined);
}
