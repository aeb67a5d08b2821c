import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { stream as excel, type Worksheet } from 'exceljs';
import { cellsOf, headerOf, isNumber, textOf, type Cell, type Column, type Table } from './table';

/** Rows a sheet may have; a longer table goes on in a further sheet. */
const SHEET_ROWS_MAX = 1_048_576;
/** Characters a cell may have; more make the file unreadable, so the rest is cut, visibly. */
const CELL_LENGTH_MAX = 32_767;
const CUT = ' […]';
/** Digits a spreadsheet keeps of a number. */
const DIGITS_MAX = 15;
/** The one date of every part of every file, so that the same table gives the same bytes. */
const FILE_DATE = new Date(Date.UTC(1980, 0, 1));
/** The archiver would hold a mebibyte at each of its steps. */
const ZIP = { highWaterMark: 65_536 } as object;
/** Before this day spreadsheets disagree about dates. */
const FIRST_DATE = '1900-03-01';

/**
 * A table as an XLSX workbook of one sheet (more beyond 1,048,575 rows): a frozen header, dates as
 * dates, masses and decimals as numbers where 15 digits hold them exactly and as text where not,
 * everything else as text, which no spreadsheet calculates. The same table gives the same bytes.
 */
export async function* writeXlsx(table: Table, rowsMax = SHEET_ROWS_MAX): AsyncGenerator<Buffer> {
  const output = new PassThrough();
  const workbook = new PacedWorkbook({ stream: output, useStyles: true, zip: ZIP });
  const written = fill(workbook, table, rowsMax, output).catch((error: unknown) => {
    output.destroy(error instanceof Error ? error : new Error(String(error)));
  });
  try {
    yield* output as AsyncIterable<Buffer>;
  } finally {
    output.destroy();
    workbook.abort();
    await written;
  }
}

async function fill(
  workbook: PacedWorkbook,
  { columns, rows }: Table,
  rowsMax: number,
  output: PassThrough,
): Promise<void> {
  let sheet = openSheet(workbook, columns, 1);
  let count = 1;
  for await (const row of rows) {
    if (output.destroyed) return;
    if (count === rowsMax) {
      sheet.commit();
      sheet = openSheet(workbook, columns, workbook.sheets + 1);
      count = 1;
    }
    const values = [...cellsOf(columns, row)].map(([column, cell]) => toValue(column, cell));
    sheet.addRow(values).commit();
    count += 1;
    await workbook.drained();
  }
  // A reader who has left reads no end, which the library would wait for.
  await Promise.race([workbook.commit(), once(output, 'close')]);
}

function openSheet(
  workbook: PacedWorkbook,
  columns: readonly Column[],
  ordinal: number,
): Worksheet {
  const sheet = workbook.addWorksheet(ordinal === 1 ? 'data' : `data ${ordinal}`, {
    views: [{ state: 'frozen', ySplit: 1 }],
  });
  sheet.columns = columns.map((column) => ({
    width: 18,
    style: { numFmt: column.kind === 'date' ? 'yyyy-mm-dd' : column.kind === 'text' ? '@' : '' },
  }));
  sheet.addRow(columns.map(headerOf)).commit();
  return sheet;
}

/** Numbers and dates are typed where the type holds them exactly. */
function toValue(column: Column, cell: Cell): string | number | Date | null {
  const text = textOf(column, cell);
  if (text === null) return null;
  if (column.kind === 'date') return text < FIRST_DATE ? text : new Date(`${text}T00:00:00Z`);
  if (column.kind !== 'text' && isNumber(text) && digitsIn(text) <= DIGITS_MAX) return Number(text);
  if (text.length <= CELL_LENGTH_MAX) return text;
  return `${text.slice(0, CELL_LENGTH_MAX - CUT.length)}${CUT}`;
}

/** Digits from the first to the last that is not zero. */
function digitsIn(text: string): number {
  return text.replace(/[-.]/g, '').replace(/^0+|0+$/g, '').length;
}

/** A part of the workbook on its way into the zip; takes the library's own string buffers. */
class PartStream extends PassThrough {
  override write(part: unknown): boolean {
    const bytes = part as Buffer | string | { toBuffer(): Buffer };
    const plain = typeof bytes === 'string' || Buffer.isBuffer(bytes);
    return super.write(plain ? bytes : bytes.toBuffer());
  }
}

interface Zip {
  append(source: unknown, entry: { name: string; date?: Date }): unknown;
  abort(): unknown;
}

/**
 * The library's streaming workbook, with two seams of it taken over: parts pass through real
 * streams, so that a slow reader can be waited for (the library's own buffer without limit), and
 * every part of the zip has the same date.
 */
class PacedWorkbook extends excel.xlsx.WorkbookWriter {
  declare private readonly zip: Zip;
  private part: PartStream | undefined;
  sheets = 0;

  /** Called by the library for every sheet. */
  protected _openStream(path: string): PassThrough {
    const part = new PartStream();
    this.zip.append(part, { name: path });
    part.on('finish', () => part.emit('zipped'));
    this.part = part;
    this.sheets += 1;
    return part;
  }

  /** Called by the library before anything is put into the zip. */
  override addThemes(): Promise<void> {
    const append = this.zip.append.bind(this.zip);
    this.zip.append = (source, entry) => append(source, { ...entry, date: FILE_DATE });
    this.created = FILE_DATE;
    this.modified = FILE_DATE;
    this.creator = 'Global Minerals Trust ledger';
    this.lastModifiedBy = this.creator;
    return super.addThemes();
  }

  /** Resolves once the sheet's stream wants more. */
  async drained(): Promise<void> {
    if (this.part?.writableNeedDrain) await once(this.part, 'drain');
  }

  abort(): void {
    this.zip.abort();
    // Whoever waits for a drain that will not come is woken.
    this.part?.emit('drain');
  }
}
