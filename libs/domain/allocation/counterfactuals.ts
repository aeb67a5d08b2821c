import { DomainError } from '../errors';
import * as rational from '../quantity/rational';
import { at } from '../at';
import { CLAIMS_RULES, divideClaims } from './divide-claims';
import type { ClaimsRule } from './divide-claims';
import type { PipelineResult } from './pipeline-values';

/** What another rule would have given one member. */
export interface Counterfactual {
  readonly rule: ClaimsRule;
  /** Exact, in the unit of the input; null when the rule cannot be computed for so many members. */
  readonly award: string | null;
}

const WEIGHTED: ReadonlySet<ClaimsRule> = new Set(['weighted_cea', 'weighted_cel']);

/**
 * For each member what every rule of the literature would have given it, had the total that was
 * awarded been one pool that everybody can use: forms and floors play no part.
 */
export function counterfactualsOf(result: PipelineResult): readonly (readonly Counterfactual[])[] {
  const estate = rational.of(result.total * result.unit);
  const claims = result.members.map(({ claim }) => rational.of(claim * result.unit));
  const weights = result.members.map(({ weight }) => weight);
  const byRule = CLAIMS_RULES.map((rule) => {
    const problem = { estate, claims, ...(WEIGHTED.has(rule) ? { weights } : {}) };
    return { rule, awards: awardsOrNull(rule, problem) };
  });
  return result.members.map((_, index) =>
    byRule.map(({ rule, awards }) => ({
      rule,
      award: awards === null ? null : rational.format(at(awards, index)),
    })),
  );
}

function awardsOrNull(
  rule: ClaimsRule,
  problem: Parameters<typeof divideClaims>[1],
): readonly rational.Rational[] | null {
  try {
    return divideClaims(rule, problem).awards;
  } catch (error) {
    if (error instanceof DomainError && error.code === 'too-many-claimants') return null;
    throw error;
  }
}
