import { assert } from '../assert';
import { DomainError } from '../errors';
import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import { refuseProblem } from './claims-problem';

/** One claimant of the kernel: it is given clamp(level * weight + offset, lower, upper). */
export interface Claimant {
  readonly offset: Rational;
  /** Never negative; with weight 0 the award is constant. */
  readonly weight: Rational;
  readonly lower: Rational;
  readonly upper: Rational;
}

export interface Fill {
  /**
   * The highest level at which the awards sum to the estate; when every upper bound is met, the
   * level of the last claimant to meet it. Null when no claimant has a positive weight.
   */
  readonly level: Rational | null;
  readonly awards: readonly Rational[];
}

/**
 * The water level: raises one level until the clamped awards sum to the estate, exactly. Mostly
 * in O(n), at worst in O(n log n): it seeks the level among its turns without sorting them, and
 * brings unlike fractions to one denominator only where they are summed. Refuses as
 * `estate-out-of-bounds` an estate outside [sum of lower, sum of upper], and as
 * `claims-problem-invalid` a negative weight or a lower bound above the upper one.
 */
export function fill(estate: Rational, claimants: readonly Claimant[]): Fill {
  const level = levelOf(estate, claimants);
  const awards = claimants.map((claimant) => awardAt(level ?? rational.ZERO, claimant));
  return { level, awards };
}

/** What a level gives one claimant. */
export function awardAt(level: Rational, claimant: Claimant): Rational {
  const { offset, weight, lower, upper } = claimant;
  if (weight.p === 0n) return rational.clamp(offset, lower, upper);
  if (compare(level, turnAt(upper, claimant)) >= 0) return upper;
  if (compare(level, turnAt(lower, claimant)) <= 0) return lower;
  return rational.add(rational.mul(level, weight), offset);
}

/** The level of `fill` alone, for those who need no awards. */
export function levelOf(estate: Rational, claimants: readonly Claimant[]): Rational | null {
  claimants.forEach(checkClaimant);
  const least = constantTotal(claimants, 'lower');
  const most = constantTotal(claimants, 'upper');
  if (rational.compare(estate, least) < 0 || rational.compare(estate, most) > 0) {
    throw new DomainError(
      'rule',
      'estate-out-of-bounds',
      `The estate ${rational.format(estate)} lies outside what the bounds allow.`,
      { estate: rational.format(estate) },
    );
  }
  const rising = claimants.filter(({ weight }) => weight.p > 0n);
  if (rational.equal(estate, most)) return lastStop(rising);
  const { slope, rest } = lineAt(estate, least, turnsOf(rising));
  return rational.div(rational.sub(estate, rest), slope);
}

function checkClaimant({ weight, lower, upper }: Claimant, index: number): void {
  const pointer = `/claimants/${index}`;
  if (weight.p < 0n) refuseProblem(`${pointer}/weight`, '0 or more');
  if (rational.compare(lower, upper) > 0) refuseProblem(`${pointer}/lower`, 'at most upper');
}

/** What the claimants get while all that can rise are at one of their bounds. */
function constantTotal(claimants: readonly Claimant[], bound: 'lower' | 'upper'): Rational {
  const tally = new rational.Tally();
  for (const claimant of claimants) {
    tally.add(claimant.weight.p === 0n ? awardAt(rational.ZERO, claimant) : claimant[bound]);
  }
  return tally.total();
}

/** The level at which the last claimant meets its upper bound. */
function lastStop(rising: readonly Claimant[]): Rational | null {
  let last: Fraction | null = null;
  for (const claimant of rising) {
    const stop = turnAt(claimant.upper, claimant);
    if (last === null || compare(stop, last) > 0) last = stop;
  }
  return last === null ? null : rational.ratio(last.p, last.q);
}

/** p / q with q > 0, not in lowest terms: to be compared only. */
interface Fraction {
  readonly p: bigint;
  readonly q: bigint;
}

/** The level at which a claimant starts to rise from its lower bound, or stops at its upper. */
interface Turn extends Fraction {
  readonly claimant: Claimant;
  readonly rises: boolean;
}

/** What all claimants get together, as a function of the level: slope * level + rest. */
interface Line {
  readonly slope: Rational;
  readonly rest: Rational;
}

function turnAt(bound: Rational, { offset, weight }: Claimant): Fraction {
  if (bound.q === 1n && offset.q === 1n && weight.q === 1n) {
    return { p: bound.p - offset.p, q: weight.p };
  }
  const p = (bound.p * offset.q - offset.p * bound.q) * weight.q;
  return { p, q: bound.q * offset.q * weight.p };
}

function compare(a: Fraction, b: Fraction): number {
  const left = a.p * b.q;
  const right = b.p * a.q;
  return left < right ? -1 : left > right ? 1 : 0;
}

function turnsOf(rising: readonly Claimant[]): Turn[] {
  const turns: Turn[] = [];
  for (const claimant of rising) {
    for (const rises of [true, false]) {
      const { p, q } = turnAt(rises ? claimant.lower : claimant.upper, claimant);
      turns.push({ p, q, claimant, rises });
    }
  }
  return turns;
}

/**
 * What the claimants get together around the level sought: of all turns, those are passed at which
 * the total does not exceed the estate yet. The estate is below what all upper bounds give.
 */
function lineAt(estate: Rational, least: Rational, turns: readonly Turn[]): Line {
  let line: Line = { slope: rational.ZERO, rest: least };
  let open = turns;
  let sorted = false;
  while (open.length > 0) {
    const pivot = sorted ? open[open.length >> 1] : pivotOf(open);
    assert(pivot !== undefined, 'an open turn');
    const { below, same, above } = split(open, pivot);
    const passed = past(line, [below, same]);
    const total = rational.add(
      rational.mul(rational.ratio(pivot.p, pivot.q), passed.slope),
      passed.rest,
    );
    const tooHigh = rational.compare(total, estate) > 0;
    const left = tooHigh ? below : above;
    if (!tooHigh) line = passed;
    // Pivots that mislead must not cost more than sorting does.
    const misled: boolean = !sorted && left.length * 4 > open.length * 3;
    open = misled ? left.sort(compare) : left;
    sorted ||= misled;
  }
  return line;
}

/** The median of a sample of about the square root of the turns. */
function pivotOf(turns: readonly Turn[]): Turn | undefined {
  // Odd, as every other turn is an upper bound.
  const step = Math.ceil(Math.sqrt(turns.length)) | 1;
  const sample = turns.filter((_, index) => index % step === 0).sort(compare);
  return sample[sample.length >> 1];
}

/** The turns by where they lie from the pivot. */
function split(turns: readonly Turn[], pivot: Turn): Record<'below' | 'same' | 'above', Turn[]> {
  const parts = { below: [] as Turn[], same: [] as Turn[], above: [] as Turn[] };
  for (const turn of turns) {
    const order = compare(turn, pivot);
    (order < 0 ? parts.below : order > 0 ? parts.above : parts.same).push(turn);
  }
  return parts;
}

/** The line once these turns are passed too. */
function past({ slope, rest }: Line, parts: readonly (readonly Turn[])[]): Line {
  const [slopes, rests] = [new rational.Tally(), new rational.Tally()];
  slopes.add(slope);
  rests.add(rest);
  for (const turns of parts) {
    for (const { rises, claimant } of turns) {
      if (rises) {
        slopes.add(claimant.weight);
        rests.add(claimant.offset);
        rests.take(claimant.lower);
      } else {
        slopes.take(claimant.weight);
        rests.take(claimant.offset);
        rests.add(claimant.upper);
      }
    }
  }
  return { slope: slopes.total(), rest: rests.total() };
}
