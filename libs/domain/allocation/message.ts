import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';

/** A figure of an explanation, exact and as text; its kind says how people read it. */
export interface Figure {
  readonly kind: 'mass' | 'per-day' | 'part' | 'number' | 'name';
  /** `p` or `p/q`, masses in the unit of the run's input; an identifier when it is a name. */
  readonly value: string;
}

/** What one sentence says, without a word of it: which message, and the figures it names. */
export interface Message<Id extends string> {
  readonly id: Id;
  readonly figures: Readonly<Record<string, Figure>>;
}

export function mass(value: Rational): Figure {
  return { kind: 'mass', value: rational.format(value) };
}

export function perDay(value: Rational): Figure {
  return { kind: 'per-day', value: rational.format(value) };
}

/** A part of something, which people read in percent. */
export function part(value: Rational): Figure {
  return { kind: 'part', value: rational.format(value) };
}

export function numeral(value: Rational): Figure {
  return { kind: 'number', value: rational.format(value) };
}

export function named(value: string): Figure {
  return { kind: 'name', value };
}
