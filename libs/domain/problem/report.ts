import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';

/** An explanation for people: paragraphs and tables in reading order. */
export type Report = readonly (string | ReportTable)[];

export interface ReportTable {
  /** The first column names the rows; the others hold figures. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A figure for people: thousands apart, three decimals at most and `≈` where those are not all. */
export function shown(value: Rational): string {
  const text = rational.formatDecimal(value, value.q === 1n ? 0 : 3);
  const [whole = '', decimals = ''] = text.split('.');
  const kept = decimals.replace(/0+$/, '');
  const spaced = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  const figure = kept === '' ? spaced : `${spaced}.${kept}`;
  return 1000n % value.q === 0n ? figure : `≈ ${figure}`;
}

/** A part of a whole in percent, to one decimal; a dash where there is no whole. */
export function shownPart(part: Rational, whole: Rational): string {
  if (whole.p === 0n) return '-';
  const percent = rational.div(rational.mul(part, rational.of(100n)), whole);
  return `${rational.formatDecimal(percent, 1)} %`;
}

/** "1 claimant", "3 claimants". */
export function counted(count: number, noun: string): string {
  return `${shown(rational.of(BigInt(count)))} ${noun}${count === 1 ? '' : 's'}`;
}
