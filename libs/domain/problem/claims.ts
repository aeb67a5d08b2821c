import type { ClaimsProblem } from '../allocation/claims-problem';
import { CLAIMS_RULES, divideClaims } from '../allocation/divide-claims';
import type { ClaimsDivision, ClaimsRule } from '../allocation/divide-claims';
import { DomainError } from '../errors';
import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import type { Answer } from './answer';
import { checkClaimsDivision, hasLevel } from './claims-certificate';
import type { Place } from './place';
import { refusedUnder } from './refused-under';
import { FAULTS_MAX, placed } from './verdict';
import type { Verdict } from './verdict';

const LOWER = ['lower', 'lower_bounds', 'floors'] as const;
const UPPER = ['upper', 'upper_bounds'] as const;
const ESTATE = ['estate', 'capacity'] as const;
const CLAIMS = ['claims', 'demands'] as const;
const FIELDS = ['kind', 'rule', ...ESTATE, ...CLAIMS, 'weights', ...LOWER, ...UPPER] as const;

/** Values of the bankruptcy game (O'Neill 1982) that are rules by another name. */
const SAME_AS: Readonly<Record<string, ClaimsRule>> = {
  nucleolus_of_bankruptcy_game: 'talmud',
  shapley_value_of_bankruptcy_game: 'random_arrival',
};

/**
 * `{"kind":"claims","rule","estate","claims","weights?","lower?","upper?"}`: an estate divided by
 * a rule of the literature. Also takes `capacity` and `demands`, as networks call them, and
 * `lower_bounds` (or `floors`) and `upper_bounds`.
 */
export function answerClaims(problem: Place): Answer {
  problem.allow(...FIELDS);
  const rule = ruleOf(problem);
  const { awards, undistributed } = divided(problem, rule);
  return {
    awards: awards.map(rational.format),
    undistributed: rational.format(undistributed),
  };
}

/** The exact division that the problem asks for. */
export function divided(problem: Place, rule: ClaimsRule): ClaimsDivision {
  const given = claimsProblem(problem);
  return refusedAsWritten(problem, () => divideClaims(rule, given));
}

/** A refusal of a rule points into its figures: it becomes one that points into the problem. */
export function refusedAsWritten<T>(problem: Place, divide: () => T): T {
  return refusedUnder(problem, () => asWritten(problem, divide));
}

export function ruleOf(problem: Place): ClaimsRule {
  const name = problem.field('rule').word([...CLAIMS_RULES, ...Object.keys(SAME_AS)]);
  return SAME_AS[name] ?? problem.field('rule').word(CLAIMS_RULES);
}

export function claimsProblem(problem: Place): ClaimsProblem {
  const amounts = (place: Place | null): readonly Rational[] | undefined =>
    place?.list((item) => item.amount());
  return {
    estate: problem.oneOf(...ESTATE).amount(),
    claims: problem.oneOf(...CLAIMS).list((item) => item.amount()),
    weights: amounts(problem.optional('weights')),
    lower: amounts(problem.optionalOneOf(...LOWER)),
    upper: amounts(problem.optionalOneOf(...UPPER)),
  };
}

/** A refusal names its place by the first of each names: it becomes the one the problem uses. */
function asWritten<T>(problem: Place, divide: () => T): T {
  try {
    return divide();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const { pointer } = error.facts;
    if (typeof pointer !== 'string') throw error;
    const written = [ESTATE, CLAIMS, LOWER, UPPER].reduce((text, names) => {
      const [first] = names;
      const isNamed = text === `/${first}` || text.startsWith(`/${first}/`);
      return isNamed ? `/${nameOf(problem, names)}${text.slice(first.length + 1)}` : text;
    }, pointer);
    const message = error.message.replace(pointer, written);
    throw new DomainError(error.kind, error.code, message, { ...error.facts, pointer: written });
  }
}

function nameOf(problem: Place, names: readonly string[]): string {
  return names.find((name) => problem.optional(name) !== null) ?? names[0] ?? '';
}

/**
 * Checks awards, and what is said to be left, by the rule's own proof where it has one, which needs
 * no division; otherwise against the division itself.
 */
export function checkClaims(problem: Place, answer: Place): Verdict {
  answer.allow('awards', 'undistributed');
  const rule = ruleOf(problem);
  const given = claimsProblem(problem);
  // Refuses what is no problem; of the division itself nothing is taken where a rule has a level.
  const own = divided(problem, rule);
  const awards = answer.field('awards').list((item) => item.quantity());
  const by = hasLevel(rule) ? 'certificate' : 'recomputation';
  const verdict = (faults: readonly string[]): Verdict => ({
    by,
    faults: faults.slice(0, FAULTS_MAX).map((fault) => placed(answer.pointer, fault)),
  });
  if (awards.length !== given.claims.length) {
    return verdict([`There are ${awards.length} awards, and must be ${given.claims.length}.`]);
  }
  const stated = answer.optional('undistributed')?.quantity();
  const undistributed = stated ?? rational.sub(given.estate, rational.sum(awards));
  const faults = checkClaimsDivision(rule, given, { awards, undistributed });
  if (faults.length > 0 || hasLevel(rule)) return verdict(faults);
  return verdict(
    awards.flatMap((award, index) => {
      const due = own.awards[index] ?? rational.ZERO;
      if (rational.equal(award, due)) return [];
      return [`Award ${index} must be ${rational.format(due)}.`];
    }),
  );
}
