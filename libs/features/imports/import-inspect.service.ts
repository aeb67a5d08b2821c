import { Injectable } from '@nestjs/common';
import { detectDelimiter, type FileHead } from '#platform/spreadsheet/csv-detection';
import { readCsv } from '#platform/spreadsheet/csv-reader';
import { DecimalMarkEvidence } from '#platform/spreadsheet/decimal-mark';
import type { SheetRow } from '#platform/spreadsheet/sheet-row';
import {
  decode,
  detectEncoding,
  type Detected,
  type Encoding,
} from '#platform/spreadsheet/text-encoding';
import { ImportClaimsService, type ImportClaim } from './import-claims.service';
import { plainName, readHeader } from './import-columns';
import type { Detection } from './import-format';
import type { ImportKind } from './import-kind';
import { ImportKindsService } from './import-kinds.service';
import { ImportReadingService } from './import-reading.service';
import type { ImportEntity } from './import.entity';
import { noRows } from './row-reader';

/** Rows of data that are shown as they would be read. */
const SAMPLE_ROWS = 5;
const SHOWN_CHARS = 200;

type Looked = Pick<Detection, 'decimalMark' | 'header' | 'sample'> & { readonly total: number };

/** Looks at a file from end to end, so that its format can be shown before it is used. */
@Injectable()
export class ImportInspectService {
  constructor(
    private readonly claims: ImportClaimsService,
    private readonly kinds: ImportKindsService,
    private readonly reading: ImportReadingService,
  ) {}

  /** Refuses what no format could mend: `import-empty`, `import-columns-wrong`, damage, size. */
  async inspect(claim: ImportClaim): Promise<void> {
    const { row } = claim;
    const kind = this.kinds.get(row.kind);
    const { total, ...detection } =
      row.fileType === 'xlsx'
        ? await this.inspectXlsx(row, kind)
        : await this.inspectCsv(row, kind);
    const { encoding, delimiter, decimalMark } = detection;
    const isCertain = [encoding, delimiter, decimalMark].every((one) => one?.value !== null);
    if (isCertain) readHeader(kind.columns, detection.header);
    await this.claims.finish(claim, 'inspect', {
      detected: JSON.stringify(detection),
      rowsTotal: total,
    });
  }

  private async inspectXlsx(
    row: ImportEntity,
    kind: ImportKind,
  ): Promise<Detection & { total: number | null }> {
    const { sheet, ignored, rows } = await this.reading.workbook(row);
    return { sheet, ignoredSheets: ignored, ...(await look(rows, kind)) };
  }

  private async inspectCsv(
    row: ImportEntity,
    kind: ImportKind,
  ): Promise<Detection & { total: number | null }> {
    const encoding = await detectEncoding(this.reading.bytes(row));
    const head = await this.head(row);
    const names = new Set(kind.columns.map(({ name }) => name));
    const isKnown = (name: string): boolean => names.has(plainName(name));
    const tried = encoding.value ?? encoding.candidates[0] ?? 'utf-8';
    const delimiter = await detectDelimiter(head, tried, isKnown);
    if (delimiter.value === null) {
      return { encoding, delimiter, ...(await lines(head, tried)), total: null };
    }
    const rows = readCsv(this.reading.bytes(row), {
      encoding: tried,
      delimiter: delimiter.value,
    });
    return { encoding, delimiter, ...(await look(rows, kind)) };
  }

  private async head(row: ImportEntity): Promise<FileHead> {
    for await (const bytes of this.reading.bytes(row)) {
      return { bytes, isWhole: BigInt(bytes.length) === row.fileBytes };
    }
    return { bytes: new Uint8Array(), isWhole: true };
  }
}

const shown = (cells: readonly string[]): string[] =>
  cells.map((cell) => cell.slice(0, SHOWN_CHARS));

/** Reads all rows for their number, what they say about the decimal mark, and some to show. */
async function look(rows: AsyncIterable<SheetRow>, kind: ImportKind): Promise<Looked> {
  const evidence = new DecimalMarkEvidence();
  const decimals = new Set(
    kind.columns.filter(({ type }) => type === 'decimal').map(({ name }) => name),
  );
  let header: readonly string[] | undefined;
  let places: number[] = [];
  const sample: { row: string; cells: string[] }[] = [];
  let total = 0;
  for await (const row of rows) {
    if (!header) {
      header = shown(row.cells);
      places = header.flatMap((name, index) => (decimals.has(plainName(name)) ? [index] : []));
      continue;
    }
    if (row.cells.every((cell) => cell.trim() === '')) continue;
    total += 1;
    if (sample.length < SAMPLE_ROWS) {
      sample.push({ row: row.number.toString(), cells: shown(row.cells) });
    }
    for (const index of places) {
      if (!row.typed?.has(index)) evidence.add(row.cells[index] ?? '', row.number);
    }
  }
  if (total === 0) throw noRows();
  return { header: header ?? [], sample, total, decimalMark: evidence.verdict() };
}

/** The beginning as plain lines, for who must say the delimiter. */
async function lines(
  head: FileHead,
  encoding: Encoding,
): Promise<Pick<Detection, 'decimalMark' | 'header' | 'sample'>> {
  let text = '';
  for await (const piece of decode(once(head.bytes), encoding)) text += piece;
  const decimalMark: Detected<'.' | ','> = {
    value: null,
    because: 'It shows once the delimiter is known.',
    candidates: ['.', ','],
  };
  const all = text.replace(/^\ufeff/, '').split(/\r\n|\n|\r/);
  if (head.isWhole && all.every((line) => line.trim() === '')) throw noRows();
  const sample = all
    .slice(0, SAMPLE_ROWS + 1)
    .map((line, index) => ({ row: (index + 1).toString(), cells: shown([line]) }));
  return { header: [], sample, decimalMark };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
}
