import { at } from '../at';
import { DomainError } from '../errors';
import * as rational from '../quantity/rational';
import type { ClaimsProblem } from './claims-problem';
import { CLAIMS_RULES, divideClaims } from './divide-claims';
import type { ClaimsRule } from './divide-claims';
import type { PipelineInput, PipelineResult } from './pipeline-values';
import type { Amounts } from './rules/amounts';
import { maxMinCoverage } from './rules/max-min-coverage';

/** One pool that everybody can use, and what the rules ask about those who claim from it. */
export interface Pool extends ClaimsProblem {
  /**
   * What each uses and what it has of its own, over the same time and in the unit of the claims:
   * only max-min coverage asks. Without them it takes the weights for uses, and no supplies.
   */
  readonly coverage?: { readonly uses: Amounts; readonly supplies: Amounts } | undefined;
}

/** What one rule makes of a pool, or why it cannot divide it. */
export type RuleOutcome =
  | { readonly rule: ClaimsRule; readonly awards: Amounts; readonly refusal: null }
  | { readonly rule: ClaimsRule; readonly awards: null; readonly refusal: string };

/** The rules that heed weights and bounds. */
export const HEEDING_RULES: readonly ClaimsRule[] = [
  'weighted_cea',
  'weighted_cel',
  'max_min_coverage',
];

/**
 * What every rule of the literature makes of one pool. Only `HEEDING_RULES` heed weights and
 * bounds; a rule that cannot divide the pool says why. Refuses as `claims-problem-invalid` what is
 * no problem at all.
 */
export function outcomesByRule(pool: Pool): readonly RuleOutcome[] {
  return CLAIMS_RULES.map((rule) => {
    try {
      return { rule, awards: awardsBy(rule, pool), refusal: null };
    } catch (error) {
      if (!(error instanceof DomainError) || error.kind !== 'rule') throw error;
      return { rule, awards: null, refusal: error.message };
    }
  });
}

function awardsBy(rule: ClaimsRule, { coverage, ...problem }: Pool): Amounts {
  const { estate, claims } = problem;
  if (!HEEDING_RULES.includes(rule)) return divideClaims(rule, { estate, claims }).awards;
  const { awards } = divideClaims(rule, problem);
  if (rule !== 'max_min_coverage' || coverage === undefined) return awards;
  // The problem stands, as it was divided once: what is left to do is to count own supplies in.
  const { lower, upper = claims } = problem;
  const caps = claims.map((claim, index) => rational.min(claim, at(upper, index)));
  const divided = rational.min(estate, rational.sum(caps));
  const { uses, supplies } = coverage;
  return maxMinCoverage(divided, claims, uses, supplies, { lower, upper: caps });
}

/**
 * A run as one pool: the total that was awarded, claims and weights, with what each member uses and
 * has of its own over the horizon. Forms, routes and floors play no part in it.
 */
export function poolOfRun(input: PipelineInput, result: PipelineResult): Pool {
  const horizon = rational.of(input.parameters.horizonDays);
  const overHorizon = (perDay: rational.Rational) => rational.mul(perDay, horizon);
  return {
    estate: rational.of(result.total * result.unit),
    claims: result.members.map(({ claim }) => rational.of(claim * result.unit)),
    weights: result.members.map(({ weight }) => weight),
    coverage: {
      uses: input.members.map(({ baseline }) => overHorizon(baseline)),
      supplies: input.members.map(({ ownSupply }) => overHorizon(ownSupply)),
    },
  };
}

/** What another rule would have given one member. */
export interface Counterfactual {
  readonly rule: ClaimsRule;
  /** Exact, in the unit of the input; null when the rule cannot be computed for so many members. */
  readonly award: string | null;
}

/** For each member of a run what every rule would have given it, had the total been one pool. */
export function counterfactualsOf(
  input: PipelineInput,
  result: PipelineResult,
): readonly (readonly Counterfactual[])[] {
  const outcomes = outcomesByRule(poolOfRun(input, result));
  return result.members.map((_, index) =>
    outcomes.map(({ rule, awards }) => ({
      rule,
      award: awards === null ? null : rational.format(at(awards, index)),
    })),
  );
}

/** What one rule gives each member, or why it cannot divide so many; texts, in the input's unit. */
export interface RuleColumn {
  readonly rule: ClaimsRule | 'release_rule';
  readonly awards: readonly { readonly member: string; readonly award: string }[] | null;
  readonly refusal: string | null;
}

/** All rules side by side: first what the run itself gives, then each other rule of one pool. */
export function rulesSideBySide(
  input: PipelineInput,
  result: PipelineResult,
): readonly RuleColumn[] {
  const given = (awards: Amounts) =>
    input.members.map(({ id }, index) => ({
      member: id,
      award: rational.format(at(awards, index)),
    }));
  const own = result.members.map(({ award }) => rational.of(award * result.unit));
  return [
    { rule: 'release_rule', awards: given(own), refusal: null },
    ...outcomesByRule(poolOfRun(input, result)).map(({ rule, awards, refusal }) => ({
      rule,
      awards: awards && given(awards),
      refusal,
    })),
  ];
}
