import { assert } from '../assert';
import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import type { Figure, Message } from './message';
import type { Report, ReportCell, ReportTable } from './report';

/** How people of one language read figures. */
export interface FigureStyle {
  /** What masses of the run's input are written in, and how many of its units make one. */
  readonly massUnit: string;
  readonly perMassUnit: bigint;
  /** Decimals of a mass that is not whole. */
  readonly places: number;
  readonly decimalMark: string;
  readonly groupMark: string;
  readonly perDay: string;
}

/** Grams written as kilograms, as English writes figures. */
export const GRAMS_IN_ENGLISH: FigureStyle = {
  massUnit: 'kg',
  perMassUnit: 1000n,
  places: 3,
  decimalMark: '.',
  groupMark: ',',
  perDay: 'a day',
};

export const KILOGRAMS_IN_ENGLISH: FigureStyle = { ...GRAMS_IN_ENGLISH, perMassUnit: 1n };

/** A report in the words of a language, still to be laid out. */
export type TextPart = string | TextTable | TextChain;

export interface TextTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export interface TextChain {
  readonly of: string;
  readonly steps: readonly string[];
}

/** Says every message of a report by a table of messages, and writes its figures in a style. */
export function inWords<Id extends string>(
  report: Report<Id>,
  messages: Readonly<Record<Id, string>>,
  style: FigureStyle,
): readonly TextPart[] {
  const said = (message: Message<Id>) => sentence(message, messages, style);
  const cell = (each: ReportCell<Id>) => {
    if (each === null) return '';
    return 'id' in each ? said(each) : cellText(each, style);
  };
  const table = ({ columns, rows }: ReportTable<Id>): TextTable => ({
    columns: columns.map(said),
    rows: rows.map((row) => row.map(cell)),
  });
  return report.map((part) => {
    if ('id' in part) return said(part);
    return 'columns' in part ? table(part) : { of: said(part.of), steps: part.steps.map(said) };
  });
}

/** One message in the words of a language: its figures in their places. */
function sentence<Id extends string>(
  { id, figures }: Message<Id>,
  messages: Readonly<Record<Id, string>>,
  style: FigureStyle,
): string {
  return messages[id].replace(/\{(\w+)\}/g, (_, name: string) => {
    const figure = figures[name];
    assert(figure !== undefined, `message ${id} has a figure ${name}`);
    return figureText(figure, style);
  });
}

function figureText(figure: Figure, style: FigureStyle): string {
  const text = cellText(figure, style);
  if (figure.kind === 'mass') return `${text} ${style.massUnit}`;
  return figure.kind === 'per-day' ? `${text} ${style.massUnit} ${style.perDay}` : text;
}

/** A figure without its unit, as in a table whose unit is said once. */
function cellText({ kind, value }: Figure, style: FigureStyle): string {
  if (kind === 'name') return value;
  const exact = exactly(value);
  if (kind === 'part') return percent(exact, style);
  if (kind === 'number') return decimal(exact, style);
  return decimal(rational.div(exact, rational.of(style.perMassUnit)), style);
}

/** Figures are our own and may be longer than any that is read from outside. */
function exactly(value: string): Rational {
  const [numerator = '0', denominator = '1'] = value.split('/');
  return rational.ratio(BigInt(numerator), BigInt(denominator));
}

const HUNDRED = rational.of(100n);
const PERCENT_PLACES = 1;

/** One decimal always, so that a column of parts is even. */
function percent(value: Rational, style: FigureStyle): string {
  const text = rational.formatDecimal(rational.mul(value, HUNDRED), PERCENT_PLACES);
  const [whole = '', rest = ''] = text.split('.');
  return `${grouped(whole, style)}${style.decimalMark}${rest} %`;
}

/** Grouped in threes, without zeros at its end, and marked where it is rounded. */
function decimal(value: Rational, style: FigureStyle): string {
  const [whole = '', rest = ''] = rational.formatDecimal(value, style.places).split('.');
  const digits = rest.replace(/0+$/, '');
  const text = grouped(whole, style) + (digits === '' ? '' : `${style.decimalMark}${digits}`);
  return 10n ** BigInt(style.places) % value.q === 0n ? text : `≈ ${text}`;
}

function grouped(whole: string, style: FigureStyle): string {
  return whole.replace(/\B(?=(\d{3})+$)/g, style.groupMark);
}
