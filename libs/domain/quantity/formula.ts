import { DomainError } from '../errors';
import { ATOMIC_WEIGHTS } from './atomic-weights';
import * as Q from './rational';

/** Longer formulas, deeper brackets and larger counts are refused before any arithmetic. */
export const FORMULA_LENGTH_MAX = 60;
const DEPTH_MAX = 4;
const ATOMS_MAX = 1_000_000n;

/** Places of a contained fraction that follows from a formula, rounded half up. */
export const FRACTION_PLACES = 6;

/** How many atoms of each element a formula unit holds. */
export type Atoms = ReadonlyMap<string, bigint>;

/** An element with its count, an opening bracket, or a closing one with its count. */
const TOKEN = /([A-Z][a-z]?)([1-9][0-9]{0,2})?|\(|\)([1-9][0-9]{0,2})?/y;

/**
 * Reads a chemical formula: elements with counts, brackets, and parts joined by a centred dot, each
 * with an optional factor in front (`CoSO4·7H2O`, `(NH4)10(H2W12O42)·4H2O`). Refuses
 * `formula-malformed` and `element-unknown`.
 */
export function parseFormula(text: string): Atoms {
  if (text.length > FORMULA_LENGTH_MAX) throw malformed('it is too long');
  const total = new Map<string, bigint>();
  for (const part of text.split('·')) {
    const [, factor = '', rest = ''] = /^([1-9][0-9]{0,2})?(.*)$/su.exec(part) ?? [];
    addTo(total, readPart(rest), BigInt(factor === '' ? '1' : factor));
  }
  return total;
}

/** Grams per mole of formula units, exact. Refuses as `parseFormula` does. */
export function molarMass(formula: string): Q.Rational {
  return massOf(parseFormula(formula));
}

/**
 * The part of the mass of a formula that some elements make up, exact and in (0, 1]. `elements` is
 * one symbol, or several joined by `+`. Refuses `formula-lacks-element` and what `parseFormula`
 * refuses.
 */
export function massFraction(formula: string, elements: string): Q.Rational {
  const atoms = parseFormula(formula);
  const wanted = new Map([...atoms].filter(([symbol]) => elements.split('+').includes(symbol)));
  if (wanted.size > 0) return Q.div(massOf(wanted), massOf(atoms));
  throw new DomainError('rule', 'formula-lacks-element', `The formula has no ${elements} in it.`, {
    pointer: '/formula',
    element: elements,
  });
}

/** A fraction as decimal text of six places, rounded half up, without trailing zeros. */
export function fractionText(fraction: Q.Rational): string {
  return Q.formatDecimal(fraction, FRACTION_PLACES).replace(/\.?0+$/, '');
}

function massOf(atoms: Atoms): Q.Rational {
  const masses = [...atoms].map(([symbol, count]) => {
    const weight = Object.hasOwn(ATOMIC_WEIGHTS, symbol) ? ATOMIC_WEIGHTS[symbol] : undefined;
    if (weight === undefined) throw unknownElement(symbol);
    return Q.mul(Q.parseDecimal(weight), Q.of(count));
  });
  return Q.sum(masses);
}

/** Atoms of a part without its factor. */
function readPart(text: string): Atoms {
  /** The brackets that are open, the innermost last; the first is the part itself. */
  const open = [new Map<string, bigint>()];
  const token = new RegExp(TOKEN);
  while (token.lastIndex < text.length) {
    const match = token.exec(text);
    if (match === null) throw malformed('something in it is no element, bracket or count');
    const [whole, symbol, count = '1', times = '1'] = match;
    if (symbol !== undefined) addTo(open.at(-1), new Map([[symbol, 1n]]), BigInt(count));
    else if (whole === '(') open.push(new Map<string, bigint>());
    else closeBracket(open, BigInt(times));
    if (open.length > DEPTH_MAX) throw malformed('its brackets are too deep');
  }
  const [atoms] = open;
  if (open.length !== 1 || !atoms || atoms.size === 0) throw malformed('a part is empty or open');
  return atoms;
}

function closeBracket(open: Map<string, bigint>[], times: bigint): void {
  const closed = open.pop();
  if (!closed || closed.size === 0) throw malformed('a bracket is empty');
  addTo(open.at(-1), closed, times);
}

function addTo(atoms: Map<string, bigint> | undefined, more: Atoms, times: bigint): void {
  if (!atoms) throw malformed('a bracket closes that none opened');
  for (const [symbol, count] of more) {
    const sum = (atoms.get(symbol) ?? 0n) + count * times;
    if (sum > ATOMS_MAX) throw malformed('it has too many atoms');
    atoms.set(symbol, sum);
  }
}

function malformed(why: string): DomainError {
  return new DomainError('invalid', 'formula-malformed', `This is no formula: ${why}.`, {
    pointer: '/formula',
    expected: 'elements, counts, brackets and centred dots, such as CoSO4·7H2O',
  });
}

function unknownElement(symbol: string): DomainError {
  return new DomainError('rule', 'element-unknown', `No atomic weight of ${symbol} is known.`, {
    pointer: '/formula',
    element: symbol,
  });
}
