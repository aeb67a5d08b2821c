import type { Detected } from './text-encoding';

export const DECIMAL_MARKS = ['.', ','] as const;
export type DecimalMark = (typeof DECIMAL_MARKS)[number];

interface Seen {
  count: number;
  /** The first such cell and its row. */
  cell: string;
  row: number;
}

type Reading = DecimalMark | 'either';

/** Collects over a whole file what its numbers say about the decimal mark. */
export class DecimalMarkEvidence {
  private readonly seen = new Map<Reading, Seen>();

  add(cell: string, row: number): void {
    const reading = readingOf(cell.trim());
    if (reading === null) return;
    const seen = this.seen.get(reading);
    if (seen) seen.count += 1;
    else this.seen.set(reading, { count: 1, cell: cell.trim().slice(0, 40), row });
  }

  /** Null where `1,234` could be one and a bit or a thousand and more: then the user must say. */
  verdict(): Detected<DecimalMark> {
    const [point, comma, either] = [
      this.seen.get('.'),
      this.seen.get(','),
      this.seen.get('either'),
    ];
    if (point && comma) {
      return ask(`Both are used: ${shown(point)} and ${shown(comma)}.`);
    }
    const one = point ?? comma;
    if (one) {
      const value = point ? '.' : ',';
      const because = `${one.count} numbers can be read in no other way, first ${shown(one)}.`;
      return { value, because, candidates: [value] };
    }
    if (either) {
      return ask(`${either.count} numbers can be read in two ways, first ${shown(either)}.`);
    }
    return { value: '.', because: 'No number has a decimal mark.', candidates: ['.', ','] };
  }
}

function ask(because: string): Detected<DecimalMark> {
  return { value: null, because, candidates: ['.', ','] };
}

const shown = ({ cell, row }: Seen): string => `"${cell}" in row ${row}`;

/** Which decimal mark a number as written tells of; null when it has no mark at all. */
function readingOf(cell: string): Reading | null {
  const marks = cell.match(/[.,]/g) ?? [];
  const last = marks.at(-1) as DecimalMark | undefined;
  if (last === undefined) return null;
  const other: DecimalMark = last === '.' ? ',' : '.';
  if (marks.length === 1) return /^[1-9]\d{0,2}[.,]\d{3}$/.test(cell) ? 'either' : last;
  // The same mark twice groups thousands; of two marks the last one is the decimal one.
  return marks.every((mark) => mark === last) ? other : last;
}

/** A number in a cell, as plain decimal text with a point; null with what would be right. */
export function readDecimal(
  cell: string,
  mark: DecimalMark,
): { readonly value: string } | { readonly expected: string } {
  const text = cell.trim();
  const own = mark === '.' ? /^\d+(\.\d+)?$/ : /^\d+(,\d+)?$/;
  if (own.test(text)) return { value: text.replace(',', '.') };
  const grouped = ungrouped(text, mark);
  if (grouped !== null) {
    return { expected: `no thousands separators: ${grouped}` };
  }
  const example = mark === '.' ? '1250.5' : '1250,5';
  return {
    expected: `a number with the decimal mark "${mark}" and nothing else, such as ${example}`,
  };
}

/** A number with its thousands separators taken out, or null when it has none. */
function ungrouped(text: string, mark: DecimalMark): string | null {
  const [separators, decimal] =
    mark === '.' ? ["[,\\s\u00a0\u202f'’]", '\\.'] : ["[.\\s\u00a0\u202f'’]", ','];
  const pattern = new RegExp(`^\\d{1,3}(${separators}\\d{3})+(${decimal}\\d+)?$`, 'u');
  return pattern.test(text) ? text.replaceAll(new RegExp(separators, 'gu'), '') : null;
}
