import { at } from '../at';
import type { ClaimsProblem } from '../allocation/claims-problem';
import { HEEDING_RULES } from '../allocation/counterfactuals';
import type { ClaimsRule } from '../allocation/divide-claims';
import { named, numeral, part } from '../allocation/message';
import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import { isAboveHalf, levelledOf } from './claims-certificate';
import type { Levelled } from './claims-certificate';
import { say } from './report';
import type { ReportChain, ReportMessage } from './report';

/** The claimants' side of one division, and the level that explains it where there is one. */
interface Divided {
  readonly rule: ClaimsRule;
  readonly problem: ClaimsProblem;
  readonly awards: readonly Rational[];
  readonly claimed: Rational;
  readonly levelled: readonly Levelled[] | null;
  /** Null where nobody stands at it, as all are at a bound. */
  readonly level: Rational | null;
  /** Whether the level says what everybody goes short by. */
  readonly isOfLosses: boolean;
}

type Steps = readonly ReportMessage[];

/** For each claimant the steps from its claim to its award, with the bound that held it. */
export function explainClaimant(
  rule: ClaimsRule,
  problem: ClaimsProblem,
  awards: readonly Rational[],
): (index: number) => ReportChain {
  const levelled = levelledOf(rule, problem, awards);
  const standing = levelled?.find(isAtLevel) ?? null;
  const divided: Divided = {
    rule,
    problem,
    awards,
    claimed: rational.sum(problem.claims),
    levelled,
    level: standing && levelAt(standing),
    isOfLosses: levelled?.some(({ offset }) => offset.p > 0n) ?? false,
  };
  return (index) => ({
    of: say('of.claimant', { name: named(`${index}`) }),
    steps: stepsOf(divided, index),
  });
}

function stepsOf(divided: Divided, index: number): Steps {
  const { problem, awards } = divided;
  const [claim, award] = [at(problem.claims, index), at(awards, index)];
  if (claim.p === 0n) return [say('claimant.gets-nothing')];
  return [
    say('claimant.claims', { claim: numeral(claim) }),
    ...sidesOf(divided, index),
    ...halfOf(divided, claim),
    ...heldOf(divided, index),
    say('claimant.gets', {
      award: numeral(award),
      part: part(rational.div(award, claim)),
      short: numeral(rational.sub(claim, award)),
    }),
  ];
}

/** Weight and bounds, where they are heeded. */
function sidesOf({ rule, problem, levelled }: Divided, index: number): Steps {
  if (!HEEDING_RULES.includes(rule) || levelled === null) return [];
  const { weight, lower, upper } = at(levelled, index);
  const isBounded = problem.lower !== undefined || problem.upper !== undefined;
  return [
    ...(isWeighted(rule, problem) ? [say('claimant.weight', { weight: numeral(weight) })] : []),
    ...(isBounded
      ? [say('claimant.bounds', { lower: numeral(lower), upper: numeral(upper) })]
      : []),
  ];
}

const HALVING: readonly ClaimsRule[] = [
  'talmud',
  'reverse_talmud',
  'piniles',
  'constrained_egalitarian',
];

function halfOf({ rule, problem }: Divided, claim: Rational): Steps {
  if (!HALVING.includes(rule)) return [];
  const half = numeral(rational.div(claim, rational.of(2n)));
  if (!isAboveHalf(problem)) return [say('half.first', { half })];
  return [say(rule === 'constrained_egalitarian' ? 'half.kept' : 'half.second', { half })];
}

function heldOf(divided: Divided, index: number): Steps {
  const { problem, levelled } = divided;
  if (levelled === null) return withoutLevel(divided, index);
  const own = at(levelled, index);
  const figures = { award: numeral(own.award) };
  if (rational.equal(own.award, own.upper)) {
    if (rational.equal(own.upper, at(problem.claims, index))) return [say('held.claim', figures)];
    return [say(isHalf(divided) ? 'held.half' : 'held.upper', figures)];
  }
  if (!rational.equal(own.award, own.lower)) return atLevel(divided, own, index);
  if (own.lower.p > 0n) {
    return [say(isHalfKept(divided) ? 'held.half-floor' : 'held.lower', figures)];
  }
  return divided.isOfLosses ? [say('held.nothing')] : atLevel(divided, own, index);
}

/** In these only halves of claims are divided. */
function isHalf({ rule, problem }: Divided): boolean {
  if (rule === 'constrained_egalitarian') return !isAboveHalf(problem);
  return HALVING.includes(rule);
}

function isHalfKept({ rule }: Divided): boolean {
  return rule === 'constrained_egalitarian';
}

function atLevel(divided: Divided, own: Levelled, index: number): Steps {
  const { rule, problem, isOfLosses } = divided;
  const award = numeral(own.award);
  const level = divided.level ?? rational.ZERO;
  if (rule === 'proportional') {
    const claim = at(problem.claims, index);
    return [say('held.same-part', { part: part(rational.div(own.award, claim)), award })];
  }
  const loss = numeral(rational.sub(own.offset, own.award));
  if (!isWeighted(rule, problem)) {
    return [
      isOfLosses ? say('held.same-loss', { loss, award }) : say('held.same-amount', { award }),
    ];
  }
  const perWeight = numeral(isOfLosses ? rational.sub(rational.ZERO, level) : level);
  return isOfLosses
    ? [say('held.same-loss-per-weight', { level: perWeight, loss, award })]
    : [say('held.same-per-weight', { level: perWeight, award })];
}

function withoutLevel(divided: Divided, index: number): Steps {
  const { rule, problem, awards, claimed } = divided;
  const award = numeral(at(awards, index));
  if (rule === 'random_arrival') return [say('held.average', { award })];
  if (rule === 'minimal_overlap') return [say('held.overlap', { award })];
  const others = rational.sub(claimed, at(problem.claims, index));
  const right = rational.min(
    at(problem.claims, index),
    rational.max(rational.ZERO, rational.sub(problem.estate, others)),
  );
  return [
    ...(right.p > 0n ? [say('held.minimal-right', { right: numeral(right) })] : []),
    say('held.in-proportion', { award }),
  ];
}

function isAtLevel({ award, lower, upper, weight }: Levelled): boolean {
  const isBetween = rational.compare(award, lower) > 0 && rational.compare(award, upper) < 0;
  return isBetween && weight.p > 0n;
}

function levelAt({ award, offset, weight }: Levelled): Rational {
  return rational.div(rational.sub(award, offset), weight);
}

function isWeighted(rule: ClaimsRule, { weights }: ClaimsProblem): boolean {
  return rule === 'max_min_coverage' || (weights !== undefined && HEEDING_RULES.includes(rule));
}
