import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { writeRowsAsCsv } from '#platform/spreadsheet/csv-copy';
import type { SheetRow } from '#platform/spreadsheet/sheet-row';
import type { Column, Row } from '#platform/spreadsheet/table';
import { writeXlsx } from '#platform/spreadsheet/xlsx-writer';
import { ImportClaimsService, type Counts, type ImportClaim } from './import-claims.service';
import { ERRORS_COLUMN } from './import-columns';
import { ImportFilesService } from './import-files.service';
import { formatOf, ImportReadingService } from './import-reading.service';
import type { ImportEntity } from './import.entity';
import type { RowFault } from './row-reader';

const PAGE = 1_000;
/** Far above what a file of the largest size becomes with its errors. */
const FILE_BYTES_MAX = 4_294_967_296n;

interface Queries {
  query(sql: string, parameters: unknown[]): Promise<unknown>;
}

/** Keeps what is wrong with the rows of a file, and gives the file back with it. */
@Injectable()
export class ImportErrorsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly claims: ImportClaimsService,
    private readonly files: ImportFilesService,
    private readonly reading: ImportReadingService,
  ) {}

  /** Keeps errors of one attempt; a second time changes nothing. */
  async store(
    db: Queries,
    { id }: ImportEntity,
    attempt: number,
    faults: readonly RowFault[],
  ): Promise<void> {
    if (faults.length === 0) return;
    const places = new Map<number, number>();
    const place = (row: number): number => {
      const at = places.get(row) ?? 0;
      places.set(row, at + 1);
      return at;
    };
    const texts = (['column', 'code', 'found', 'expected'] as const).map((name) =>
      faults.map((fault) => storable(fault[name])),
    );
    await db.query(
      `insert into import_error (import_id, attempt, row, place, "column", code, found, expected)
       select $1, $2, * from unnest($3::int[], $4::int[], $5::text[], $6::text[], $7::text[],
         $8::text[]) on conflict do nothing`,
      [id, attempt, faults.map(({ row }) => row), faults.map(({ row }) => place(row)), ...texts],
    );
  }

  /** Ends a check, or a commit of which nothing stays: its errors are those that are shown. */
  async settle(claim: ImportClaim, act: 'check' | 'return', counts: Counts): Promise<void> {
    const { attempt } = claim.row;
    await this.claims.finish(claim, act, {
      ...{ rowsTotal: counts.read, rowsRead: counts.read, rowsValid: counts.valid },
      ...{ rowsRefused: counts.refused, errorsOf: attempt },
      errorFile: await this.giveBack(claim, attempt, counts.refused),
    });
  }

  /**
   * Writes the file anew with a column of errors, and forgets the errors of other attempts. Gives
   * the copy, or null when there are none.
   */
  async giveBack({ row }: ImportClaim, attempt: number, refused: number): Promise<string | null> {
    await this.dataSource.query('delete from import_error where import_id = $1 and attempt <> $2', [
      row.id,
      attempt,
    ]);
    if (row.errorFile !== null) await this.files.drop(row.id, row.errorFile);
    if (refused === 0) return null;
    const copy = randomUUID();
    const rows = this.withErrors(row, attempt);
    const bytes = row.fileType === 'xlsx' ? asXlsx(rows) : writeRowsAsCsv(rows, formatOf(row));
    await this.files.store(row.id, copy, bytes, FILE_BYTES_MAX);
    return copy;
  }

  /** The rows of the file, each with its errors in one more cell. */
  private async *withErrors(row: ImportEntity, attempt: number): AsyncGenerator<string[]> {
    const errors = this.errorsByRow(row, attempt);
    let next = await errors.next();
    let width = 0;
    for await (const { number, cells } of this.reading.rows(row)) {
      if (width === 0) {
        width = cells.length;
        yield [...cells, ERRORS_COLUMN];
        continue;
      }
      let text = '';
      while (!next.done && next.value.row <= number) {
        if (next.value.row === number) text = next.value.text;
        next = await errors.next();
      }
      yield [...padded(cells, width), text];
    }
  }

  private async *errorsByRow(
    { id }: ImportEntity,
    attempt: number,
  ): AsyncGenerator<{ row: number; text: string }> {
    for (let after = 0; ;) {
      const rows = await this.dataSource.query<{ row: number; text: string }[]>(
        `select row, string_agg(coalesce("column", 'row') || ': ' || code || '; found "' || found
           || '"; expected ' || expected, ' | ' order by place) as text
         from import_error where import_id = $1 and attempt = $2 and row > $3
         group by row order by row limit $4`,
        [id, attempt, after, PAGE],
      );
      yield* rows;
      const last = rows.at(-1);
      if (!last || rows.length < PAGE) return;
      after = last.row;
    }
  }
}

/** Cells beyond the header would stand under the errors, so they are put into one. */
function padded(cells: SheetRow['cells'], width: number): string[] {
  if (cells.length <= width) return [...cells, ...Array<string>(width - cells.length).fill('')];
  return [...cells.slice(0, width - 1), cells.slice(width - 1).join(' ')];
}

/** All cells as text: what was typed as a number reads the same when it comes back. */
async function* asXlsx(rows: AsyncGenerator<string[]>): AsyncGenerator<Buffer> {
  const header = (await rows.next()).value as string[] | undefined;
  if (!header) return;
  const columns = header.map((name): Column => ({ name, kind: 'text' }));
  yield* writeXlsx({ columns, rows: rows as AsyncIterable<Row> });
}

/** PostgreSQL stores no NUL, and half a surrogate pair would be changed silently. */
function storable(text: string | null): string | null {
  return text?.replaceAll(/\u0000|\p{Cs}/gu, '\ufffd') ?? null;
}
