import fc from 'fast-check';
import * as rational from '../../libs/domain/quantity/rational';
import type { Rational } from '../../libs/domain/quantity/rational';
import type { Amounts } from '../../libs/domain/allocation/rules/amounts';

/** A rule as the laws see it: also an estate above the claims is divided, and meets them all. */
export type Divide = (estate: Rational, claims: Amounts) => Amounts;

/** A claims problem, and what a law may change about it. */
export interface Case {
  readonly estate: Rational;
  readonly claims: Amounts;
  /** An estate at least as large, up to the sum of claims. */
  readonly larger: Rational;
  /** Two different claimants; `i` grows, leaves, merges. */
  readonly i: number;
  readonly j: number;
  /** Above 0. */
  readonly more: Rational;
}

export const at = (amounts: Amounts, index: number): Rational => amounts[index]!;
export const atMost = (a: Rational, b: Rational): boolean => rational.compare(a, b) <= 0;
export const plus = (a: Amounts, b: Amounts): Amounts =>
  a.map((each, index) => rational.add(each, at(b, index)));
export const minus = (a: Amounts, b: Amounts): Amounts =>
  a.map((each, index) => rational.sub(each, at(b, index)));
export const same = (a: Amounts, b: Amounts): boolean =>
  a.length === b.length && a.every((each, index) => rational.equal(each, at(b, index)));
export const noneAbove = (a: Amounts, b: Amounts): boolean =>
  a.every((each, index) => atMost(each, at(b, index)));
export const without = (amounts: Amounts, index: number): Amounts =>
  amounts.filter((_, other) => other !== index);
export const replaced = (amounts: Amounts, index: number, by: Rational): Amounts =>
  amounts.map((each, other) => (other === index ? by : each));
const withNobody = (amounts: Amounts, index: number): Amounts => [
  ...amounts.slice(0, index),
  rational.ZERO,
  ...amounts.slice(index),
];
export const times = (amounts: Amounts, factor: Rational): Amounts =>
  amounts.map((each) => rational.mul(each, factor));
const half = (amount: Rational): Rational => rational.div(amount, rational.of(2n));
const truncated = (claims: Amounts, most: Rational): Amounts =>
  claims.map((claim) => rational.min(claim, most));
const excess = (a: Rational, b: Rational): Rational =>
  rational.max(rational.ZERO, rational.sub(a, b));

/** Small figures with many ties, zeros and estates at turning points. */
const amount = fc.oneof(
  fc.bigInt(0n, 4n).map(rational.of),
  fc.tuple(fc.bigInt(0n, 24n), fc.bigInt(1n, 3n)).map(([p, q]) => rational.ratio(p, q)),
);
export const part = fc
  .tuple(fc.bigInt(0n, 12n), fc.constant(12n))
  .map(([p, q]) => rational.ratio(p, q));
export const positive = fc
  .tuple(fc.bigInt(1n, 12n), fc.bigInt(1n, 3n))
  .map(([p, q]) => rational.ratio(p, q));
export const claimLists = fc.array(amount, { minLength: 2, maxLength: 5 });

export const cases: fc.Arbitrary<Case> = fc
  .tuple(claimLists, part, part, positive, fc.nat(), fc.nat())
  .map(([claims, first, second, more, pick, other]) => {
    const all = rational.sum(claims);
    const estate = rational.mul(all, first);
    const i = pick % claims.length;
    const j = (i + 1 + (other % (claims.length - 1))) % claims.length;
    const larger = rational.add(estate, rational.mul(rational.sub(all, estate), second));
    return { estate, claims, larger, i, j, more };
  });

const grown = ({ claims, i, more }: Case): Amounts =>
  replaced(claims, i, rational.add(at(claims, i), more));

/** All claimants, the two of the case as one in the place of the last. */
const merged = ({ claims, i, j }: Case): Amounts => [
  ...claims.filter((_, index) => index !== i && index !== j),
  rational.add(at(claims, i), at(claims, j)),
];

/** What the two of the case get together, and what they get as one. */
function apartAndMerged(divide: Divide, each: Case): readonly [Rational, Rational] {
  const awards = divide(each.estate, each.claims);
  const together = rational.add(at(awards, each.i), at(awards, each.j));
  return [together, divide(each.estate, merged(each)).at(-1)!];
}

/** Whether for all pairs with claims in ascending order what is listed ascends too. */
function ascends(claims: Amounts, listed: Amounts): boolean {
  return claims.every((claim, a) =>
    claims.every((other, b) => !atMost(claim, other) || atMost(at(listed, a), at(listed, b))),
  );
}

function ratios(claims: Amounts, awards: Amounts): readonly [Amounts, Amounts] {
  const positives = claims.flatMap((claim, index) => (claim.p > 0n ? [index] : []));
  const kept = positives.map((index) => at(claims, index));
  return [kept, positives.map((index) => rational.div(at(awards, index), at(claims, index)))];
}

type Law = (divide: Divide, each: Case) => boolean;

/** What each property says of one case; the names are those of tests/vectors/properties.json. */
export const LAWS: Readonly<Record<string, Law>> = {
  efficiency: (divide, { estate, claims }) =>
    rational.equal(rational.sum(divide(estate, claims)), estate),
  claims_boundedness: (divide, { estate, claims }) => {
    const awards = divide(estate, claims);
    return awards.every(({ p }) => p >= 0n) && noneAbove(awards, claims);
  },
  equal_treatment_of_equals: (divide, { estate, claims, i, j }) => {
    const awards = divide(estate, replaced(claims, j, at(claims, i)));
    return rational.equal(at(awards, i), at(awards, j));
  },
  order_preservation_awards: (divide, { estate, claims }) =>
    ascends(claims, divide(estate, claims)),
  order_preservation_losses: (divide, { estate, claims }) =>
    ascends(claims, minus(claims, divide(estate, claims))),
  resource_monotonicity: (divide, { estate, claims, larger }) =>
    noneAbove(divide(estate, claims), divide(larger, claims)),
  order_preservation_under_resource_variation: (divide, { estate, claims, larger }) =>
    ascends(claims, minus(divide(larger, claims), divide(estate, claims))),
  claims_monotonicity: (divide, each) =>
    atMost(
      at(divide(each.estate, each.claims), each.i),
      at(divide(each.estate, grown(each)), each.i),
    ),
  others_do_not_gain_from_my_larger_claim: (divide, each) =>
    noneAbove(
      without(divide(each.estate, grown(each)), each.i),
      without(divide(each.estate, each.claims), each.i),
    ),
  population_monotonicity: (divide, { estate, claims, i }) =>
    noneAbove(without(divide(estate, claims), i), divide(estate, without(claims, i))),
  homogeneity: (divide, { estate, claims, more }) =>
    same(
      divide(rational.mul(estate, more), times(claims, more)),
      times(divide(estate, claims), more),
    ),
  null_claims_consistency: (divide, { estate, claims, i }) =>
    same(divide(estate, withNobody(claims, i)), withNobody(divide(estate, claims), i)),
  consistency: (divide, { estate, claims, i }) => {
    const awards = divide(estate, claims);
    const left = rational.sub(estate, at(awards, i));
    return same(divide(left, without(claims, i)), without(awards, i));
  },
  composition_down: (divide, { estate, claims, larger }) =>
    same(divide(estate, claims), divide(estate, divide(larger, claims))),
  composition_up: (divide, { estate, claims, larger }) => {
    const awards = divide(estate, claims);
    const later = divide(rational.sub(larger, estate), minus(claims, awards));
    return same(divide(larger, claims), plus(awards, later));
  },
  self_duality: (divide, { estate, claims }) => {
    const shortfall = rational.sub(rational.sum(claims), estate);
    return same(divide(estate, claims), minus(claims, divide(shortfall, claims)));
  },
  midpoint: (divide, { claims }) =>
    same(divide(half(rational.sum(claims)), claims), claims.map(half)),
  claims_truncation_invariance: (divide, { estate, claims }) =>
    same(divide(estate, claims), divide(estate, truncated(claims, estate))),
  minimal_rights_first: (divide, { estate, claims }) => {
    const rights = claims.map((_, index) => excess(estate, rational.sum(without(claims, index))));
    const left = rational.sub(estate, rational.sum(rights));
    return same(divide(estate, claims), plus(rights, divide(left, minus(claims, rights))));
  },
  no_advantageous_transfer: (divide, { estate, claims, i, j, more }) => {
    const moved = rational.min(more, at(claims, j));
    const poorer = replaced(claims, j, rational.sub(at(claims, j), moved));
    const after = replaced(poorer, i, rational.add(at(claims, i), moved));
    const together = (awards: Amounts): Rational => rational.add(at(awards, i), at(awards, j));
    return rational.equal(together(divide(estate, claims)), together(divide(estate, after)));
  },
  no_advantageous_merging: (divide, each) => {
    const [apart, together] = apartAndMerged(divide, each);
    return atMost(together, apart);
  },
  no_advantageous_splitting: (divide, each) => {
    const [apart, together] = apartAndMerged(divide, each);
    return atMost(apart, together);
  },
  conditional_full_compensation: (divide, { estate, claims, i }) => {
    const own = at(claims, i);
    if (!atMost(rational.sum(truncated(claims, own)), estate)) return true;
    return rational.equal(at(divide(estate, claims), i), own);
  },
  conditional_null_compensation: (divide, { estate, claims, i }) => {
    const above = rational.sum(claims.map((claim) => excess(claim, at(claims, i))));
    return !atMost(estate, above) || at(divide(estate, claims), i).p === 0n;
  },
  progressivity: (divide, { estate, claims }) => ascends(...ratios(claims, divide(estate, claims))),
  regressivity: (divide, { estate, claims }) => {
    const [kept, covered] = ratios(claims, divide(estate, claims));
    return ascends(kept, times(covered, rational.of(-1n)));
  },
  inflation_proof_when_rationed: (divide, each) => {
    const award = at(divide(each.estate, each.claims), each.i);
    if (rational.equal(award, at(each.claims, each.i))) return true;
    return atMost(at(divide(each.estate, grown(each)), each.i), award);
  },
  one_nth_truncated_claim_lower_bound_awards: (divide, { estate, claims }) => {
    const n = rational.of(BigInt(claims.length));
    const least = truncated(claims, estate).map((claim) => rational.div(claim, n));
    return noneAbove(least, divide(estate, claims));
  },
  one_nth_lower_bound_losses: (divide, { estate, claims }) => {
    const n = rational.of(BigInt(claims.length));
    const shortfall = rational.sub(rational.sum(claims), estate);
    const least = truncated(claims, shortfall).map((claim) => rational.div(claim, n));
    return noneAbove(least, minus(claims, divide(estate, claims)));
  },
};
