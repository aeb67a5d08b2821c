import { at } from '../at';
import { apportion, APPORTIONMENT_METHODS } from '../apportionment/apportion';
import { outcomesByRule, poolOfRun } from '../allocation/counterfactuals';
import type { Pool } from '../allocation/counterfactuals';
import { named, numeral } from '../allocation/message';
import { DomainError } from '../errors';
import { generalSharing } from '../iea/general-sharing';
import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import { claimsProblem, refusedAsWritten } from './claims';
import { sharingProblem } from './iea';
import { runOf } from './pipeline';
import type { Place } from './place';
import { refusedUnder } from './refused-under';
import { heads, say } from './report';
import type { Report, ReportMessage } from './report';
import type { ReportId } from './report-english';

/** What one rule gives, by claimant; a rule that cannot divide the problem says why. */
interface Alternative {
  readonly name: ReportMessage;
  readonly given: readonly Rational[] | string;
}

/** All rules on the claims of a problem, side by side; `rule` need not be there. */
export function compareClaims(problem: Place): Report {
  const given = claimsProblem(problem);
  const rules = refusedAsWritten(problem, () => byEveryRule(given));
  const ids = given.claims.map((_, index) => `${index}`);
  return [
    say('pool.given', { estate: numeral(given.estate) }),
    ...heeding(given),
    ...sideBySide('head.claimant', ids, [claimed(given.claims), ...rules]),
    say('units.plain'),
  ];
}

/** The network's own division beside all rules on one pool of as much as it hands out. */
export function compareNetwork(problem: Place, answer: Place): Report {
  const amounts = (place: Place) => place.list((item) => item.quantity());
  const awards = amounts(answer.field('awards'));
  const floors = problem.optional('floors');
  const pool = {
    estate: rational.sum(awards),
    claims: amounts(problem.field('claims')),
    weights: amounts(problem.field('weights')),
    lower: floors === null ? undefined : amounts(floors),
  };
  const ids = awards.map((_, index) => `${index}`);
  return [...pooled(pool, ids, { name: say('own.network'), given: awards }), say('units.plain')];
}

/** The release's own awards beside all rules on one pool of as much as it awards. */
export function comparePipeline(problem: Place): Report {
  const { input, result } = runOf(problem);
  if (result.tier === 'none') return [say('pool.nothing')];
  const awards = result.members.map(({ award }) => rational.of(award * result.unit));
  const ids = result.members.map(({ id }) => id);
  const own = { name: say('own.release'), given: awards };
  return [...pooled(poolOfRun(input, result), ids, own), say('units.kg')];
}

/** All methods of apportionment, side by side; `method` need not be there. */
export function compareApportion(problem: Place): Report {
  const votes = problem.field('votes').list((item) => item.amount());
  const house = problem.field('house').count();
  const methods = APPORTIONMENT_METHODS.map((name): Alternative => {
    const given = () => apportion(name, votes, house).map(rational.of);
    return { name: ruleNamed(name), given: tried(given) };
  });
  return [
    say('methods.compared', { house: numeral(rational.of(house)) }),
    ...sideBySide(
      'head.party',
      votes.map((_, index) => `${index}`),
      [{ name: say('head.votes'), given: votes }, ...methods],
    ),
  ];
}

/** Supply rights by both schedules; the other modes know one rule only. */
export function compareIea(problem: Place): Report {
  const inputs = problem.optional('inputs') ?? problem;
  if (problem.field('mode').value !== 'general') return [say('schedules.no-other')];
  const given = sharingProblem(inputs);
  const rights = (['step', 'ramp'] as const).map((schedule) => {
    const { sharing } = refusedUnder(inputs, () => generalSharing({ ...given, schedule }));
    return sharing?.members.map(({ supplyRight }) => supplyRight) ?? null;
  });
  const [bySteps, onRamp] = rights;
  if (!bySteps || !onRamp) return [say('schedules.below')];
  return [
    say('schedules.compared'),
    {
      columns: heads('head.member', 'head.by-steps', 'head.on-the-ramp'),
      rows: given.members.map(({ id }, index) => [
        named(id),
        numeral(at(bySteps, index)),
        numeral(at(onRamp, index)),
      ]),
    },
    say('units.plain'),
  ];
}

function pooled(pool: Pool, ids: readonly string[], own: Alternative): Report {
  return [
    say('pool.handed-out', { estate: numeral(pool.estate) }),
    ...heeding(pool),
    ...(pool.coverage === undefined ? [] : [say('pool.coverage')]),
    ...sideBySide('head.member', ids, [claimed(pool.claims), own, ...byEveryRule(pool)]),
  ];
}

function heeding({ weights, lower, upper }: Pool): Report {
  return weights === undefined && lower === undefined && upper === undefined
    ? []
    : [say('pool.heeding')];
}

function claimed(claims: readonly Rational[]): Alternative {
  return { name: say('head.claim'), given: claims };
}

function byEveryRule(pool: Pool): readonly Alternative[] {
  return outcomesByRule(pool).map(({ rule, awards, refusal }) => ({
    name: ruleNamed(rule),
    given: awards ?? refusal ?? '',
  }));
}

function ruleNamed(rule: string): ReportMessage {
  return say('name', { name: named(rule.replaceAll('_', ' ')) });
}

/** Up to so many claimants stand side by side; more of them stand below each other. */
const ACROSS_MAX = 8;

function sideBySide(
  who: ReportId,
  ids: readonly string[],
  alternatives: readonly Alternative[],
): Report {
  const able = alternatives.filter(({ given }) => typeof given !== 'string');
  const cell = ({ given }: Alternative, index: number) =>
    typeof given === 'string' ? null : numeral(at(given, index));
  const names = ids.map((id) => say('name', { name: named(id) }));
  const table =
    ids.length <= ACROSS_MAX
      ? {
          columns: [say(who), ...names],
          rows: able.map((one) => [one.name, ...ids.map((_, index) => cell(one, index))]),
        }
      : {
          columns: [say(who), ...able.map(({ name }) => name)],
          rows: ids.map((id, index) => [named(id), ...able.map((one) => cell(one, index))]),
        };
  const unable = alternatives.flatMap(({ name, given }) => {
    if (typeof given !== 'string') return [];
    const rule = name.figures['name'] ?? named('');
    return [say('pool.unable', { rule, why: named(given) })];
  });
  return [table, ...unable];
}

function tried(divide: () => readonly Rational[]): readonly Rational[] | string {
  try {
    return divide();
  } catch (error) {
    if (error instanceof DomainError && error.kind === 'rule') return error.message;
    throw error;
  }
}
