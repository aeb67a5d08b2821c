import type { ClaimsProblem } from '../allocation/claims-problem';
import type { ClaimsRule } from '../allocation/divide-claims';
import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';

type Amounts = readonly Rational[];

/** Awards that someone says a rule gives, and what is said to be left. */
export interface ClaimedDivision {
  readonly awards: Amounts;
  readonly undistributed: Rational;
}

/**
 * Checks a division without dividing: awards and rest make the estate, everybody is within its
 * bounds, a rest is left only when nobody can get more, and one level explains all awards that are
 * at no bound. That is all there is to a rule of one level; `random_arrival`, `minimal_overlap` and
 * `adjusted_proportional` have none. Returns the faults found, by position.
 */
export function checkClaimsDivision(
  rule: ClaimsRule,
  problem: ClaimsProblem,
  division: ClaimedDivision,
): readonly string[] {
  const { awards, undistributed } = division;
  const caps = capsOf(problem);
  const faults: string[] = [];
  const sum = rational.add(rational.sum(awards), undistributed);
  if (!rational.equal(sum, problem.estate)) {
    const [got, due] = [rational.format(sum), rational.format(problem.estate)];
    faults.push(`Awards and rest sum to ${got}, and must sum to ${due}.`);
  }
  if (undistributed.p < 0n) faults.push('What is left is below 0.');
  for (const fault of outOfBounds(awards, problem.lower ?? [], caps)) faults.push(fault);
  const isShort = awards.some((award, index) => rational.compare(award, at(caps, index)) < 0);
  if (undistributed.p > 0n && isShort) {
    faults.push('Something is left although somebody could get more.');
  }
  const levels = faults.length > 0 ? null : levelledOf(rule, problem, awards);
  return levels === null ? faults : checkLevel(levels);
}

/** Each award is clamp(level * weight + offset, lower, upper) for one level. */
export interface Levelled {
  readonly award: Rational;
  readonly offset: Rational;
  readonly weight: Rational;
  readonly lower: Rational;
  readonly upper: Rational;
}

/** What a rule may make a claimant of: as it is given, and the half of its claim being divided. */
interface Sides {
  readonly claim: Rational;
  readonly hasWeight: boolean;
  readonly given: Levelled;
  readonly half: Levelled;
  /** Whether the estate is above half of all claims, so that the upper halves are divided. */
  readonly isUpper: boolean;
}

const FORMS: Partial<Record<ClaimsRule, (sides: Sides) => Levelled>> = {
  proportional: ({ given, claim }) => ({ ...given, weight: claim }),
  cea: ({ given }) => given,
  cel: ({ given, claim }) => ({ ...given, offset: claim }),
  talmud: ({ half, isUpper }) => (isUpper ? { ...half, offset: half.upper } : half),
  reverse_talmud: ({ half, isUpper }) => (isUpper ? half : { ...half, offset: half.upper }),
  piniles: ({ half }) => half,
  constrained_egalitarian: ({ given, half, isUpper }) =>
    isUpper ? { ...given, lower: half.upper } : half,
  weighted_cea: ({ given }) => given,
  weighted_cel: ({ given, claim }) => ({ ...given, offset: claim }),
  max_min_coverage: ({ given, claim, hasWeight }) =>
    hasWeight ? given : { ...given, weight: claim },
};

/** Whether one level explains the awards of a rule. */
export function hasLevel(rule: ClaimsRule): boolean {
  return FORMS[rule] !== undefined;
}

/** The awards in the form of one level, by position; null for a rule that has none. */
export function levelledOf(
  rule: ClaimsRule,
  problem: ClaimsProblem,
  awards: Amounts,
): readonly Levelled[] | null {
  const form = FORMS[rule];
  if (form === undefined) return null;
  const caps = capsOf(problem);
  const isUpper = isAboveHalf(problem);
  return problem.claims.map((claim, index) => {
    const award = at(awards, index);
    const own = problem.weights?.[index];
    const upper = at(caps, index);
    const lower = problem.lower?.[index] ?? rational.ZERO;
    const given = { award, offset: rational.ZERO, weight: own ?? rational.ONE, lower, upper };
    const middle = rational.div(claim, rational.of(2n));
    const part = isUpper ? rational.sub(award, middle) : award;
    const half = { ...given, award: part, lower: rational.ZERO, upper: middle };
    return form({ claim, hasWeight: own !== undefined, given, half, isUpper });
  });
}

function checkLevel(levelled: readonly Levelled[]): readonly string[] {
  const faults = levelled.flatMap(({ award, lower, upper }, index) =>
    isWithin(award, lower, upper) ? [] : [`Award ${index} is on the wrong side of half its claim.`],
  );
  let least: { readonly index: number; readonly level: Rational } | null = null;
  let most: { readonly index: number; readonly level: Rational } | null = null;
  for (const [index, { award, offset, weight, lower, upper }] of levelled.entries()) {
    if (weight.p === 0n) continue;
    const level = rational.div(rational.sub(award, offset), weight);
    const isAboveLower = rational.compare(award, lower) > 0;
    const isBelowUpper = rational.compare(award, upper) < 0;
    if (isAboveLower && (most === null || rational.compare(level, most.level) > 0)) {
      most = { index, level };
    }
    if (isBelowUpper && (least === null || rational.compare(level, least.level) < 0)) {
      least = { index, level };
    }
  }
  if (least === null || most === null || rational.compare(most.level, least.level) <= 0) {
    return faults;
  }
  return [...faults, `Award ${most.index} is too high beside award ${least.index}.`];
}

function outOfBounds(awards: Amounts, lower: Amounts, caps: Amounts): readonly string[] {
  return awards.flatMap((award, index) => {
    const floor = lower[index] ?? rational.ZERO;
    if (rational.compare(award, floor) < 0) return [`Award ${index} is below its lower bound.`];
    const isAbove = rational.compare(award, at(caps, index)) > 0;
    return isAbove ? [`Award ${index} is above its claim or upper bound.`] : [];
  });
}

function capsOf({ claims, upper }: ClaimsProblem): Amounts {
  return upper === undefined
    ? claims
    : claims.map((claim, index) => rational.min(claim, at(upper, index)));
}

export function isAboveHalf({ estate, claims }: ClaimsProblem): boolean {
  const half = rational.div(rational.sum(claims), rational.of(2n));
  return rational.compare(estate, half) > 0;
}

function isWithin(value: Rational, lower: Rational, upper: Rational): boolean {
  return rational.compare(value, lower) >= 0 && rational.compare(value, upper) <= 0;
}

function at(values: Amounts, index: number): Rational {
  return values[index] ?? rational.ZERO;
}
