import { Injectable } from '@nestjs/common';
import { assert } from '#domain/assert';
import { readCsv } from '#platform/spreadsheet/csv-reader';
import type { SheetRow } from '#platform/spreadsheet/sheet-row';
import { openXlsx, type XlsxSheet } from '#platform/spreadsheet/xlsx-reader';
import { ImportFilesService } from './import-files.service';
import type { ConfirmedFormat } from './import-format';
import { ImportKindsService } from './import-kinds.service';
import type { ImportEntity } from './import.entity';
import { readCommands, type FileCommand } from './row-reader';

/** Reads the stored file of an import as often as it is asked for. */
@Injectable()
export class ImportReadingService {
  constructor(
    private readonly files: ImportFilesService,
    private readonly kinds: ImportKindsService,
  ) {}

  bytes(row: ImportEntity): AsyncGenerator<Buffer> {
    assert(row.upload !== null, 'an import that is read has a file');
    return this.files.read(row.id, row.upload);
  }

  async workbook(row: ImportEntity): Promise<XlsxSheet> {
    assert(row.upload !== null, 'an import that is read has a file');
    return openXlsx(await this.files.readWhole(row.id, row.upload));
  }

  /** The rows as the user confirmed that they are to be read. */
  async *rows(row: ImportEntity): AsyncGenerator<SheetRow> {
    if (row.fileType === 'xlsx') yield* (await this.workbook(row)).rows;
    else yield* readCsv(this.bytes(row), formatOf(row));
  }

  /** The commands of the rows after a row of the file. */
  commands(row: ImportEntity, after: number): AsyncGenerator<FileCommand> {
    const kind = this.kinds.get(row.kind);
    return readCommands(this.rows(row), { kind, after, decimalMark: formatOf(row).decimalMark });
  }
}

export function formatOf({ format }: ImportEntity): ConfirmedFormat {
  assert(format !== null, 'rows are read in a confirmed format only');
  return JSON.parse(format) as ConfirmedFormat;
}
