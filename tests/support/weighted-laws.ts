import fc from 'fast-check';
import type { Amounts } from '../../libs/domain/allocation/rules/amounts';
import * as rational from '../../libs/domain/quantity/rational';
import type { Rational } from '../../libs/domain/quantity/rational';
import { at, atMost, claimLists, minus, noneAbove, part, plus, positive } from './claims-laws';
import { replaced, same, times, without } from './claims-laws';

/** The claimants' side: claims, weights above 0, floors up to the claims. */
export interface Sides {
  readonly claims: Amounts;
  readonly weights: Amounts;
  readonly floors: Amounts;
}

/** A weighted rule as the laws see it: an estate above the claims meets them all. */
export type DivideWeighted = (estate: Rational, sides: Sides) => Amounts;

export interface WeightedCase {
  readonly estate: Rational;
  readonly sides: Sides;
  /** An estate at least as large, up to the sum of claims. */
  readonly larger: Rational;
  /** Two different claimants. */
  readonly i: number;
  readonly j: number;
  /** Above 0. */
  readonly more: Rational;
}

const between = (low: Rational, high: Rational, where: Rational): Rational =>
  rational.add(low, rational.mul(rational.sub(high, low), where));

/** Weights mostly near each other, some a thousand million times as large. */
const weight = fc.oneof(
  { weight: 9, arbitrary: positive },
  { weight: 1, arbitrary: fc.constant(rational.of(10n ** 9n)) },
);

export const weightedCases = (withFloors: boolean): fc.Arbitrary<WeightedCase> =>
  claimLists.chain((claims) => {
    const list = <T>(each: fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
      fc.array(each, { minLength: claims.length, maxLength: claims.length });
    const floorPart = withFloors ? part : fc.constant(rational.ZERO);
    return fc
      .tuple(list(weight), list(floorPart), part, part, positive, fc.nat(), fc.nat())
      .map(([weights, parts, first, second, more, pick, other]) => {
        const floors = claims.map((claim, index) => rational.mul(claim, at(parts, index)));
        const all = rational.sum(claims);
        const estate = between(rational.sum(floors), all, first);
        const i = pick % claims.length;
        const j = (i + 1 + (other % (claims.length - 1))) % claims.length;
        const sides = { claims, weights, floors };
        return { estate, sides, larger: between(estate, all, second), i, j, more };
      });
  });

function change(sides: Sides, to: (list: Amounts) => Amounts): Sides {
  return { claims: to(sides.claims), weights: to(sides.weights), floors: to(sides.floors) };
}

const remove = (sides: Sides, index: number): Sides =>
  change(sides, (list) => without(list, index));

const grown = ({ sides, i, more }: WeightedCase): Sides => ({
  ...sides,
  claims: replaced(sides.claims, i, rational.add(at(sides.claims, i), more)),
});

const heavier = ({ sides, i, more }: WeightedCase): Sides => ({
  ...sides,
  weights: replaced(sides.weights, i, rational.add(at(sides.weights, i), more)),
});

/** What the two of the case get together, and what they get as one in the last place. */
function apartAndMerged(divide: DivideWeighted, each: WeightedCase): readonly [Rational, Rational] {
  const { estate, sides, i, j } = each;
  const merged = change(sides, (list) => [
    ...list.filter((_, index) => index !== i && index !== j),
    rational.add(at(list, i), at(list, j)),
  ]);
  const awards = divide(estate, sides);
  return [rational.add(at(awards, i), at(awards, j)), divide(estate, merged).at(-1)!];
}

/** Whether for all pairs that ascend in every list the awards ascend too. */
function ascends(lists: readonly Amounts[], awards: Amounts): boolean {
  return awards.every((award, a) =>
    awards.every((other, b) => {
      const agree = lists.every((list) => atMost(at(list, a), at(list, b)));
      return !agree || atMost(award, other);
    }),
  );
}

function gainFromWeight(divide: DivideWeighted, each: WeightedCase): number {
  const before = at(divide(each.estate, each.sides), each.i);
  return rational.compare(at(divide(each.estate, heavier(each)), each.i), before);
}

type Law = (divide: DivideWeighted, each: WeightedCase) => boolean;

/** What each property says of one case; the names are those of tests/vectors/properties.json. */
export const WEIGHTED_LAWS: Readonly<Record<string, Law>> = {
  efficiency: (divide, { estate, sides }) =>
    rational.equal(rational.sum(divide(estate, sides)), estate),
  claims_boundedness_and_floors: (divide, { estate, sides }) => {
    const awards = divide(estate, sides);
    return noneAbove(sides.floors, awards) && noneAbove(awards, sides.claims);
  },
  equal_treatment_of_equals_same_claim_weight_floor: (divide, { estate, sides, i, j }) => {
    const alike = change(sides, (list) => replaced(list, j, at(list, i)));
    const awards = divide(rational.max(estate, rational.sum(alike.floors)), alike);
    return rational.equal(at(awards, i), at(awards, j));
  },
  equal_treatment_of_equals_same_claim_only: (divide, { estate, sides, i, j }) => {
    const claims = replaced(sides.claims, j, at(sides.claims, i));
    const floors = replaced(sides.floors, j, rational.min(at(sides.floors, j), at(claims, j)));
    const awards = divide(estate, { ...sides, claims, floors });
    return rational.equal(at(awards, i), at(awards, j));
  },
  order_preservation_awards_by_claim: (divide, { estate, sides }) =>
    ascends([sides.claims], divide(estate, sides)),
  order_preservation_awards_when_claim_weight_floor_agree: (divide, { estate, sides }) =>
    ascends([sides.claims, sides.weights, sides.floors], divide(estate, sides)),
  resource_monotonicity: (divide, { estate, sides, larger }) =>
    noneAbove(divide(estate, sides), divide(larger, sides)),
  composition_up: (divide, { estate, sides, larger }) => {
    const awards = divide(estate, sides);
    const floors = minus(sides.floors, sides.floors);
    const left = { ...sides, claims: minus(sides.claims, awards), floors };
    return same(divide(larger, sides), plus(awards, divide(rational.sub(larger, estate), left)));
  },
  composition_down: (divide, { estate, sides, larger }) =>
    same(divide(estate, sides), divide(estate, { ...sides, claims: divide(larger, sides) })),
  claims_monotonicity: (divide, each) =>
    atMost(
      at(divide(each.estate, each.sides), each.i),
      at(divide(each.estate, grown(each)), each.i),
    ),
  inflation_proof_when_rationed: (divide, each) => {
    const award = at(divide(each.estate, each.sides), each.i);
    if (rational.equal(award, at(each.sides.claims, each.i))) return true;
    return atMost(at(divide(each.estate, grown(each)), each.i), award);
  },
  others_do_not_gain_from_my_larger_claim: (divide, each) =>
    noneAbove(
      without(divide(each.estate, grown(each)), each.i),
      without(divide(each.estate, each.sides), each.i),
    ),
  own_award_nondecreasing_in_own_weight: (divide, each) => gainFromWeight(divide, each) >= 0,
  own_award_nonincreasing_in_own_weight: (divide, each) => gainFromWeight(divide, each) <= 0,
  consistency: (divide, { estate, sides, i }) => {
    const awards = divide(estate, sides);
    const left = rational.sub(estate, at(awards, i));
    return same(divide(left, remove(sides, i)), without(awards, i));
  },
  population_monotonicity: (divide, { estate, sides, i }) =>
    noneAbove(without(divide(estate, sides), i), divide(estate, remove(sides, i))),
  no_advantageous_merging_weights_add: (divide, each) => {
    const [apart, together] = apartAndMerged(divide, each);
    return atMost(together, apart);
  },
  no_advantageous_splitting_weights_add: (divide, each) => {
    const [apart, together] = apartAndMerged(divide, each);
    return atMost(apart, together);
  },
  split_neutral_if_claim_weight_floor_split_in_same_ratio: (divide, { estate, sides, i, more }) => {
    const share = rational.div(more, rational.add(more, rational.ONE));
    const rest = rational.sub(rational.ONE, share);
    const split = (list: Amounts): Amounts => [
      ...replaced(list, i, rational.mul(at(list, i), share)),
      rational.mul(at(list, i), rest),
    ];
    return same(divide(estate, change(sides, split)), split(divide(estate, sides)));
  },
  homogeneity: (divide, { estate, sides, more }) =>
    same(
      divide(rational.mul(estate, more), {
        ...change(sides, (list) => times(list, more)),
        weights: sides.weights,
      }),
      times(divide(estate, sides), more),
    ),
  weights_scale_invariance: (divide, { estate, sides, more }) =>
    same(divide(estate, sides), divide(estate, { ...sides, weights: times(sides.weights, more) })),
};
