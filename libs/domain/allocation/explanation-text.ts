import { assert } from '../assert';
import * as rational from '../quantity/rational';
import type { Explanation } from './explanation';
import type { MessageId, Messages } from './explanation-messages';
import type { Figure, Message } from './message';

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

/** An explanation as sentences: first of the run, then of each member under its id. */
export function explanationText(
  { run, members }: Explanation,
  messages: Messages,
  style: FigureStyle,
): string {
  const sentences = (list: readonly Message<MessageId>[]) =>
    list.map((message) => sentence(message, messages, style));
  const parts = members.map(({ member, steps }) => [member, ...sentences(steps)].join('\n  '));
  return [...sentences(run), ...parts].map((text) => `${text}\n`).join('');
}

/** One message in the words of a language. */
export function sentence(
  { id, figures }: Message<MessageId>,
  messages: Messages,
  style: FigureStyle,
): string {
  return messages[id].replace(/\{(\w+)\}/g, (_, name: string) => {
    const figure = figures[name];
    assert(figure !== undefined, `message ${id} has a figure ${name}`);
    return figureText(figure, style);
  });
}

function figureText({ kind, value }: Figure, style: FigureStyle): string {
  if (kind === 'name') return value;
  const exact = rational.parse(value);
  if (kind === 'number') return decimal(exact, style);
  if (kind === 'part') return `${decimal(rational.mul(exact, HUNDRED), style, 2)} %`;
  const inUnit = rational.div(exact, rational.of(style.perMassUnit));
  const text = `${decimal(inUnit, style)} ${style.massUnit}`;
  return kind === 'mass' ? text : `${text} ${style.perDay}`;
}

const HUNDRED = rational.of(100n);

/** A decimal for people to read: grouped in threes, without zeros at its end. */
function decimal(value: rational.Rational, style: FigureStyle, places = style.places): string {
  const [whole = '', rest = ''] = rational.formatDecimal(value, places).split('.');
  const digits = rest.replace(/0+$/, '');
  const groups = whole.replace(/\B(?=(\d{3})+$)/g, style.groupMark);
  return digits === '' ? groups : `${groups}${style.decimalMark}${digits}`;
}
