import type { TextChain, TextPart, TextTable } from '#domain/allocation/explanation-text';

const GAP = '  ';
const LINE_CHARS = 86;

/** A report as text: paragraphs wrapped, tables aligned, an empty line between. */
export function reportText(parts: readonly TextPart[]): string {
  return parts.map((part) => `${partText(part)}\n`).join('\n');
}

function partText(part: TextPart): string {
  if (typeof part === 'string') return wrapped(part);
  return 'columns' in part ? tableText(part) : chainText(part);
}

/** Each step under who it is about, set in. */
function chainText({ of, steps }: TextChain): string {
  const narrow = LINE_CHARS - 2 * GAP.length;
  const lines = steps.map(
    (step) => `${GAP}${wrapped(step, narrow).replaceAll('\n', `\n${GAP}${GAP}`)}`,
  );
  return [of, ...lines].join('\n');
}

function wrapped(text: string, charsMax = LINE_CHARS): string {
  const lines: string[] = [];
  let line = '';
  for (const word of withUnits(text).split(' ')) {
    if (line !== '' && line.length + 1 + word.length > charsMax) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].join('\n').replaceAll(NO_BREAK, ' ');
}

const NO_BREAK = '\u00a0';

/** A figure stays on one line with its unit and with the sign that it is rounded. */
function withUnits(text: string): string {
  return text.replace(/(?<=≈) (?=[\d-])|(?<=\d) (?=(?:kg|%))/g, NO_BREAK);
}

/** The first column to the left, figures to the right, one decimal point below the other. */
function tableText({ columns, rows }: TextTable): string {
  const texts = columns.map((title, column) => {
    const cells = rows.map((row) => row[column] ?? '');
    const aligned = column === 0 ? cells : pointsAligned(cells);
    const width = longest([title, ...aligned]);
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
  const tails = cells.map((cell) => (cell.includes('.') ? cell.slice(cell.indexOf('.')) : ''));
  const most = longest(tails);
  return cells.map((cell, index) => cell + ' '.repeat(most - (tails[index] ?? '').length));
}

/** A table may have more rows than a call may have arguments. */
function longest(texts: readonly string[]): number {
  return texts.reduce((most, { length }) => Math.max(most, length), 0);
}
