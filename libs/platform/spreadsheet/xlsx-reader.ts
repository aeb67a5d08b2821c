import { SHEET_LIMITS } from './limits';
import { faultsOfCells, malformed, tooLarge, type CellFault, type SheetRow } from './sheet-row';
import { readDate, readNumber, type TypedCell } from './typed-cell';
import { openWorkbook, readXml, type SheetName, type Workbook } from './xlsx-workbook';
import type { XmlAttributes, XmlEvents } from './xml-reader';

/** An XLSX file and the sheet of it that is read: the first that is not hidden. */
export interface XlsxSheet {
  readonly sheet: string;
  /** Sheets that are not read, hidden ones included. */
  readonly ignored: readonly string[];
  readonly rows: AsyncGenerator<SheetRow>;
}

/** Refuses `spreadsheet-malformed` and `spreadsheet-too-large`, also while rows are read. */
export async function openXlsx(file: Buffer): Promise<XlsxSheet> {
  const workbook = await openWorkbook(file);
  const sheet = workbook.sheets.find(({ isVisible }) => isVisible);
  if (!sheet) throw malformed('The workbook has no visible sheet.');
  return {
    sheet: sheet.name,
    ignored: workbook.sheets.filter((other) => other !== sheet).map(({ name }) => name),
    rows: readRows(workbook, sheet),
  };
}

async function* readRows(workbook: Workbook, sheet: SheetName): AsyncGenerator<SheetRow> {
  const rows = new RowCollector(workbook);
  for await (const _piece of readXml(workbook.archive, sheet.part, rows)) yield* rows.take();
}

interface OpenCell {
  readonly column: number;
  readonly type: string;
  readonly isDate: boolean;
  formula: string | null;
  value: string;
}

/** Turns what happens in a sheet's XML into rows. */
class RowCollector implements XmlEvents {
  private ready: SheetRow[] = [];
  private inData = false;
  private number = 0;
  private isHidden = false;
  private cells: string[] = [];
  private typed = new Set<number>();
  private faults: CellFault[] = [];
  private cell: OpenCell | null = null;
  private within: 'nothing' | 'value' | 'formula' | 'phonetic' = 'nothing';

  constructor(private readonly workbook: Workbook) {}

  take(): SheetRow[] {
    const rows = this.ready;
    this.ready = [];
    return rows;
  }

  open(name: string, attribute: XmlAttributes): void {
    if (name === 'sheetData') this.inData = true;
    else if (name === 'mergeCell') throw merged(attribute('ref') ?? '');
    else if (this.inData) this.openInData(name, attribute);
  }

  private openInData(name: string, attribute: XmlAttributes): void {
    if (name === 'row') this.openRow(attribute);
    else if (name === 'c') this.cell = this.openCell(attribute);
    else if (name === 'f') this.openFormula();
    else if (name === 'rPh') this.within = 'phonetic';
    else if ((name === 'v' || name === 't') && this.within === 'nothing') this.within = 'value';
  }

  text(piece: string): void {
    if (!this.cell || this.within === 'nothing') return;
    if (this.within === 'value') this.cell.value += piece;
    else if (this.within === 'formula') this.cell.formula += piece;
    if (this.cell.value.length > SHEET_LIMITS.recordBytes) {
      throw tooLarge('bytes in one row', SHEET_LIMITS.recordBytes, this.number);
    }
  }

  close(name: string): void {
    if (name === 'sheetData') this.inData = false;
    else if (name === 'c' && this.cell) this.closeCell(this.cell);
    else if (name === 'row' && this.inData) this.closeRow();
    else if (name === 'f' || name === 'v' || name === 'rPh') this.within = 'nothing';
    else if (name === 't' && this.within === 'value') this.within = 'nothing';
  }

  private openRow(attribute: XmlAttributes): void {
    const number = Number(attribute('r') ?? this.number + 1);
    if (!Number.isSafeInteger(number) || number <= this.number) throw outOfOrder(this.number);
    if (number > SHEET_LIMITS.rows) throw tooLarge('rows', SHEET_LIMITS.rows, number);
    this.number = number;
    this.isHidden = /^(1|true)$/.test(attribute('hidden') ?? '');
    this.cells = [];
    this.typed = new Set();
    this.faults = [];
  }

  private openFormula(): void {
    if (this.cell) this.cell.formula = '';
    this.within = 'formula';
  }

  private openCell(attribute: XmlAttributes): OpenCell {
    const reference = attribute('r');
    const column = reference === undefined ? this.cells.length : columnOf(reference);
    if (column >= SHEET_LIMITS.columns) {
      throw tooLarge('columns', SHEET_LIMITS.columns, this.number);
    }
    if (column < this.cells.length) throw outOfOrder(this.number);
    while (this.cells.length < column) this.cells.push('');
    return {
      column,
      type: attribute('t') ?? 'n',
      isDate: this.workbook.dateStyles[Number(attribute('s') ?? '-1')] ?? false,
      formula: null,
      value: '',
    };
  }

  private closeCell(cell: OpenCell): void {
    this.cell = null;
    const read = this.readCell(cell);
    const { column } = cell;
    if (!('text' in read)) {
      this.faults.push({ column, ...read });
      this.cells.push(read.found);
      return;
    }
    if (cell.type === 'n' && read.text !== '') this.typed.add(column);
    this.cells.push(read.text);
  }

  private readCell({ type, isDate, formula, value }: OpenCell): TypedCell {
    if (formula !== null) {
      const expected = 'the value itself: copy the cells and paste them as values';
      return { code: 'cell-formula', found: `=${formula.slice(0, 200)}`, expected };
    }
    if (type === 's') return this.sharedText(value);
    if (type === 'inlineStr' || type === 'str' || type === 'd') return { text: value };
    if (type === 'b') return { text: value === '1' ? 'true' : 'false' };
    if (type === 'e') {
      return { code: 'cell-unreadable', found: value.slice(0, 200), expected: 'a value' };
    }
    if (value === '') return { text: '' };
    return isDate ? readDate(value, this.workbook.from1904) : readNumber(value);
  }

  private sharedText(index: string): TypedCell {
    const text = this.workbook.shared[Number(index)];
    if (text === undefined) throw malformed('The workbook names a text that it does not hold.');
    return { text };
  }

  private closeRow(): void {
    while (this.cells.at(-1) === '') this.cells.pop();
    if (this.cells.length === 0) return;
    const { number, cells, typed } = this;
    if (this.isHidden) {
      const expected = 'a row that can be seen: unhide it, or delete it';
      this.faults.push({ column: null, code: 'row-hidden', found: 'a hidden row', expected });
    }
    const faults = [...this.faults, ...(faultsOfCells(cells) ?? [])];
    this.ready.push({ number, cells, typed, ...(faults.length > 0 ? { faults } : {}) });
  }
}

/** `B7` -> 1. */
function columnOf(reference: string): number {
  const [, letters] = /^([A-Z]{1,3})[1-9]\d{0,6}$/.exec(reference) ?? [];
  if (letters === undefined) throw malformed('The workbook names a cell that does not exist.');
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

function merged(reference: string): Error {
  return malformed(
    `The cells ${reference.slice(0, 20)} are merged: split them and fill in each of them.`,
  );
}

function outOfOrder(row: number): Error {
  return malformed(`The workbook holds rows or cells out of order after row ${row}.`, row);
}
