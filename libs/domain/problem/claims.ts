import type { ClaimsProblem } from '../allocation/claims-problem';
import { CLAIMS_RULES, divideClaims } from '../allocation/divide-claims';
import type { ClaimsRule } from '../allocation/divide-claims';
import { DomainError } from '../errors';
import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import type { Answer } from './answer';
import type { Place } from './place';

const LOWER = ['lower', 'lower_bounds', 'floors'] as const;
const UPPER = ['upper', 'upper_bounds'] as const;
const FIELDS = ['kind', 'rule', 'estate', 'claims', 'weights', ...LOWER, ...UPPER] as const;

/** Values of the bankruptcy game (O'Neill 1982) that are rules by another name. */
const SAME_AS: Readonly<Record<string, ClaimsRule>> = {
  nucleolus_of_bankruptcy_game: 'talmud',
  shapley_value_of_bankruptcy_game: 'random_arrival',
};

/**
 * `{"kind":"claims","rule","estate","claims","weights?","lower?","upper?"}`: an estate divided by
 * a rule of the literature. Also takes `lower_bounds` (or `floors`) and `upper_bounds`.
 */
export function answerClaims(problem: Place): Answer {
  problem.allow(...FIELDS);
  const rule = ruleOf(problem);
  const { awards, undistributed } = asWritten(problem, () =>
    divideClaims(rule, claimsProblem(problem)),
  );
  return {
    awards: awards.map(rational.format),
    undistributed: rational.format(undistributed),
  };
}

function ruleOf(problem: Place): ClaimsRule {
  const name = problem.field('rule').word([...CLAIMS_RULES, ...Object.keys(SAME_AS)]);
  return SAME_AS[name] ?? problem.field('rule').word(CLAIMS_RULES);
}

function claimsProblem(problem: Place): ClaimsProblem {
  const amounts = (place: Place | null): readonly Rational[] | undefined =>
    place?.list((item) => item.amount());
  return {
    estate: problem.field('estate').amount(),
    claims: problem.field('claims').list((item) => item.amount()),
    weights: amounts(problem.optional('weights')),
    lower: amounts(problem.optionalOneOf(...LOWER)),
    upper: amounts(problem.optionalOneOf(...UPPER)),
  };
}

/** A refusal names its place as `lower` or `upper`: it becomes the name the problem uses. */
function asWritten<T>(problem: Place, divide: () => T): T {
  try {
    return divide();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const { pointer } = error.facts;
    if (typeof pointer !== 'string') throw error;
    const written = pointer
      .replace(/^\/lower\b/, problem.optionalOneOf(...LOWER)?.pointer ?? '/lower')
      .replace(/^\/upper\b/, problem.optionalOneOf(...UPPER)?.pointer ?? '/upper');
    const message = error.message.replace(pointer, written);
    throw new DomainError(error.kind, error.code, message, { ...error.facts, pointer: written });
  }
}
