import type { Report, ReportTable } from '#domain/problem/report';

const GAP = '  ';
const LINE_CHARS = 90;

/** A report as text: paragraphs wrapped, tables aligned, an empty line between and after. */
export function reportText(report: Report): string {
  return report
    .map((part) => `${typeof part === 'string' ? wrapped(part) : tableText(part)}\n`)
    .join('\n');
}

function wrapped(text: string): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > LINE_CHARS) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].join('\n');
}

/** The first column to the left, figures to the right, one decimal point below the other. */
function tableText({ columns, rows }: ReportTable): string {
  const texts = columns.map((title, column) => {
    const cells = rows.map((row) => row[column] ?? '');
    const aligned = column === 0 ? cells : pointsAligned(cells);
    const width = Math.max(title.length, ...aligned.map((cell) => cell.length));
    return [title, ...aligned].map((cell) =>
      column === 0 ? cell.padEnd(width) : cell.padStart(width),
    );
  });
  const lines = [columns, ...rows].map((_, row) =>
    texts
      .map((column) => column[row] ?? '')
      .join(GAP)
      .trimEnd(),
  );
  const [head = '', ...body] = lines;
  const width = texts.reduce((sum, [title = '']) => sum + title.length + GAP.length, -GAP.length);
  return [head, '-'.repeat(width), ...body].join('\n');
}

function pointsAligned(cells: readonly string[]): readonly string[] {
  const tails = cells.map((cell) => (cell.includes('.') ? cell.length - cell.indexOf('.') : 0));
  const longest = Math.max(0, ...tails);
  return cells.map((cell, index) => cell + ' '.repeat(longest - (tails[index] ?? 0)));
}
