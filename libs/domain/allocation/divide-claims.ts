import { DomainError } from '../errors';
import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import { checkClaimsProblem, CLAIMS_EXTRAS, refuseProblem } from './claims-problem';
import type { ClaimsProblem } from './claims-problem';
import { adjustedProportional } from './rules/adjusted-proportional';
import { each, lesser } from './rules/amounts';
import type { Amounts } from './rules/amounts';
import { equalAwards, weightedEqualAwards } from './rules/equal-awards';
import { equalLosses, weightedEqualLosses } from './rules/equal-losses';
import { constrainedEgalitarian, piniles, reverseTalmud, talmud } from './rules/half-claims';
import { maxMinCoverage } from './rules/max-min-coverage';
import { minimalOverlap } from './rules/minimal-overlap';
import { proportional } from './rules/proportional';
import { randomArrival } from './rules/random-arrival';

/** A rule of estate and claims alone; 0 <= estate <= sum of claims. */
type PlainRule = (estate: Rational, claims: Amounts) => Amounts;

/** A rule that takes weights and bounds besides; sum of lower <= estate <= sum of upper. */
type WeightedRule = (estate: Rational, sides: Sides) => Amounts;

/** The claimants' side of a problem, nothing left out. */
interface Sides {
  readonly claims: Amounts;
  readonly weights: Amounts | undefined;
  readonly lower: Amounts | undefined;
  readonly upper: Amounts;
}

const PLAIN_RULES = {
  proportional,
  cea: equalAwards,
  cel: equalLosses,
  talmud,
  reverse_talmud: reverseTalmud,
  piniles,
  constrained_egalitarian: constrainedEgalitarian,
  random_arrival: randomArrival,
  minimal_overlap: minimalOverlap,
  adjusted_proportional: adjustedProportional,
} satisfies Record<string, PlainRule>;

const WEIGHTED_RULES = {
  weighted_cea: (estate, { claims, weights = each(rational.ONE, claims), ...bounds }) =>
    weightedEqualAwards(estate, claims, weights, bounds),
  weighted_cel: (estate, { claims, weights = each(rational.ONE, claims), ...bounds }) =>
    weightedEqualLosses(estate, claims, weights, bounds),
  max_min_coverage: (estate, { claims, weights = claims, ...bounds }) =>
    maxMinCoverage(estate, claims, weights, each(rational.ZERO, claims), bounds),
} satisfies Record<string, WeightedRule>;

type PlainName = keyof typeof PLAIN_RULES;
type WeightedName = keyof typeof WEIGHTED_RULES;

/** The rules of the literature by name. */
export type ClaimsRule = PlainName | WeightedName;

export const CLAIMS_RULES: readonly ClaimsRule[] = [
  ...(Object.keys(PLAIN_RULES) as PlainName[]),
  ...(Object.keys(WEIGHTED_RULES) as WeightedName[]),
];

export interface ClaimsDivision {
  /** In the order of the claims; awards and `undistributed` sum to the estate exactly. */
  readonly awards: Amounts;
  /** What is left when every claim, or upper bound, is met. */
  readonly undistributed: Rational;
}

/**
 * Divides an estate by a rule, exactly. The weighted rules take weights, floors (`lower`) and caps
 * (`upper`, which count up to the claim): `weighted_cea` and `weighted_cel`, weights 1 by default,
 * and `max_min_coverage`, whose weights are what each uses a day, by default its claim.
 *
 * Refuses as `claims-problem-invalid` what is no problem or what the rule does not take, as
 * `floors-above-estate` floors that do not fit, and as `too-many-claimants` what
 * `random_arrival` and `minimal_overlap` cannot compute exactly; each names the JSON pointer.
 */
export function divideClaims(rule: ClaimsRule, problem: ClaimsProblem): ClaimsDivision {
  const { estate, claims } = problem;
  if (isWeighted(rule)) {
    checkClaimsProblem(problem);
    checkFloors(problem);
    const { weights, lower } = problem;
    const upper = problem.upper === undefined ? claims : lesser(claims, problem.upper);
    const divided = rational.min(estate, rational.sum(upper));
    const awards = WEIGHTED_RULES[rule](divided, { claims, weights, lower, upper });
    return { awards, undistributed: rational.sub(estate, divided) };
  }
  for (const extra of CLAIMS_EXTRAS) {
    if (problem[extra] !== undefined) refuseProblem(`/${extra}`, `left out: ${rule} takes none`);
  }
  checkClaimsProblem(problem);
  const divided = rational.min(estate, rational.sum(claims));
  const awards = PLAIN_RULES[rule](divided, claims);
  return { awards, undistributed: rational.sub(estate, divided) };
}

function isWeighted(rule: ClaimsRule): rule is WeightedName {
  return Object.hasOwn(WEIGHTED_RULES, rule);
}

/** These rules keep every floor and scale none, so all must fit. */
function checkFloors({ estate, lower = [] }: ClaimsProblem): void {
  const floors = rational.sum(lower);
  if (rational.compare(floors, estate) <= 0) return;
  const [sum, mass] = [rational.format(floors), rational.format(estate)];
  throw new DomainError(
    'rule',
    'floors-above-estate',
    `The floors sum to ${sum}, more than the estate, ${mass}: lower them to fit.`,
    { pointer: '/lower', floors: sum, estate: mass },
  );
}
