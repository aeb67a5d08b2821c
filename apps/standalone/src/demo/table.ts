import { paint } from './paint';
import type { Output } from './progress';

/** One column: heading, unit under it, and one cell per row. */
export interface Column {
  readonly title: string;
  readonly unit?: string;
  readonly align: 'left' | 'right';
  readonly cells: readonly string[];
  /** Left out first where the screen is narrow: the highest number goes first. 0 always stays. */
  readonly rank: number;
}

const GAP = '  ';

function widthOf(column: Column): number {
  const texts = [column.title, column.unit ?? '', ...column.cells];
  return Math.max(...texts.map((text) => [...text].length));
}

function total(columns: readonly Column[]): number {
  return columns.reduce((sum, column) => sum + widthOf(column) + GAP.length, -GAP.length);
}

/** The columns that fit, dropping whole columns by rank: half a number would be a wrong number. */
export function fitting(columns: readonly Column[], width: number): readonly Column[] {
  let kept = columns;
  while (total(kept) > width) {
    const least = Math.max(...kept.map((column) => column.rank));
    if (least === 0) break;
    kept = kept.filter((column) => column.rank !== least);
  }
  return kept;
}

function pad(text: string, width: number, align: Column['align']): string {
  const space = ' '.repeat(Math.max(0, width - [...text].length));
  return align === 'left' ? text + space : space + text;
}

/** Prints an aligned table: headings, units, a rule, rows; says how many columns did not fit. */
export function printTable(output: Output, columns: readonly Column[]): void {
  const kept = fitting(columns, output.width);
  const row = (texts: readonly string[]): string =>
    kept
      .map((column, index) => pad(texts[index] ?? '', widthOf(column), column.align))
      .join(GAP)
      .trimEnd();
  output.line(paint(output, 'strong', row(kept.map((column) => column.title))));
  const units = row(kept.map((column) => column.unit ?? ''));
  if (units !== '') output.line(paint(output, 'faint', units));
  output.line(paint(output, 'faint', '-'.repeat(Math.min(total(kept), output.width))));
  const rows = Math.max(0, ...kept.map((column) => column.cells.length));
  for (let index = 0; index < rows; index += 1) {
    output.line(row(kept.map((column) => column.cells[index] ?? '')));
  }
  const dropped = columns.filter((column) => !kept.includes(column));
  if (dropped.length > 0) {
    const names = dropped.map((column) => column.title).join(', ');
    const hint = `(not shown: ${names}; needs ${total(columns)} columns)`;
    output.line(paint(output, 'faint', hint));
  }
}
