import { Injectable } from '@nestjs/common';
import { DataSource, MoreThan } from 'typeorm';
import { DomainError } from '#domain/errors';
import type { Actor } from '#platform/database/command-context';
import { MEDIA_TYPES, type SheetType } from '#platform/spreadsheet/limits';
import { requireSeen } from './import-access';
import { ImportFilesService } from './import-files.service';
import { toImportResponse } from './import-response';
import { ImportEntity } from './import.entity';
import type { ImportErrorResponse, ImportResponse } from './imports.dto';

const IMPORTS_A_PAGE = 100;
const ERRORS_A_PAGE = 1_000;

export interface FileBack {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: AsyncIterable<Buffer>;
}

/** Reads imports: operators those of their own member, the Trust's people all. */
@Injectable()
export class ImportsQueries {
  constructor(
    private readonly dataSource: DataSource,
    private readonly files: ImportFilesService,
  ) {}

  async list(
    reader: Actor,
    after: string | undefined,
  ): Promise<{ imports: ImportResponse[]; next?: string }> {
    const rows = await this.dataSource.manager.find(ImportEntity, {
      where: {
        ...(reader.role === 'operator' ? { owner: reader.member ?? '' } : {}),
        ...(after === undefined ? {} : { id: MoreThan(after) }),
      },
      order: { id: 'ASC' },
      take: IMPORTS_A_PAGE,
    });
    const last = rows.at(-1);
    return {
      imports: rows.map(toImportResponse),
      ...(last && rows.length === IMPORTS_A_PAGE ? { next: last.id } : {}),
    };
  }

  async get(reader: Actor, id: string): Promise<ImportResponse> {
    return toImportResponse(await this.seen(reader, id));
  }

  /** Errors in the order of the rows; `after` is a row and a place in it, `12.0`. */
  async errors(
    reader: Actor,
    id: string,
    after = '0.0',
  ): Promise<{ errors: ImportErrorResponse[]; next?: string }> {
    const { errorsOf } = await this.seen(reader, id);
    const [row = 0, place = 0] = after.split('.').map(Number);
    const rows = await this.dataSource.query<(ImportErrorResponse & { place: number })[]>(
      `select e.row::text, place, "column", code, found, expected from import_error e
       where import_id = $1 and attempt = $2 and (e.row, place) > ($3, $4)
       order by e.row, place limit $5`,
      [id, errorsOf, row, after === '0.0' ? -1 : place, ERRORS_A_PAGE],
    );
    const last = rows.at(-1);
    return {
      errors: rows.map(({ place: _place, ...error }) => error),
      ...(last && rows.length === ERRORS_A_PAGE ? { next: `${last.row}.${last.place}` } : {}),
    };
  }

  /** The file with a column of errors. Refuses `import-without-errors`. */
  async fileBack(reader: Actor, id: string): Promise<FileBack> {
    const { errorFile, fileName, fileType } = await this.seen(reader, id);
    if (errorFile === null) {
      const message = 'There is no such file: no row was found wrong, or no row was checked yet.';
      throw new DomainError('conflict', 'import-without-errors', message);
    }
    const type: SheetType = fileType ?? 'csv';
    const name = fileName.replace(/\.(csv|xlsx)$/i, '').replaceAll(/[^A-Za-z0-9._-]/g, '_');
    return {
      name: `${name}-errors.${type}`,
      mediaType: MEDIA_TYPES[type],
      bytes: this.files.read(id, errorFile),
    };
  }

  private async seen(reader: Actor, id: string): Promise<ImportEntity> {
    return requireSeen(reader, await this.dataSource.manager.findOneBy(ImportEntity, { id }));
  }
}
