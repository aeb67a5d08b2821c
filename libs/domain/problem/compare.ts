import { apportion, APPORTIONMENT_METHODS } from '../apportionment/apportion';
import { CLAIMS_RULES, divideClaims } from '../allocation/divide-claims';
import type { ClaimsRule } from '../allocation/divide-claims';
import type { ClaimsProblem } from '../allocation/claims-problem';
import { DomainError } from '../errors';
import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import { claimsProblem } from './claims';
import type { Place } from './place';
import { shown } from './report';
import type { Report } from './report';

/** What one rule gives, by claimant; a rule that cannot divide the problem says why. */
interface Alternative {
  readonly name: string;
  readonly given: readonly Rational[] | string;
}

/** A pool that all rules can divide, and what the problem's own kind makes of it, if it does. */
interface Pool {
  readonly heading: string;
  readonly ids: readonly string[];
  readonly problem: ClaimsProblem;
  readonly own: Alternative | null;
}

/** The rules that take weights and bounds; the others leave them out of account. */
const WEIGHTED: readonly ClaimsRule[] = ['weighted_cea', 'weighted_cel', 'max_min_coverage'];

/** All rules on the claims of a problem, side by side; `rule` need not be there. */
export function compareClaims(problem: Place): Report {
  const given = claimsProblem(problem);
  const heading =
    `What each rule makes of ${shown(given.estate)}. Only the last three heed weights and ` +
    'bounds.';
  return comparison({
    heading,
    ids: given.claims.map((_, index) => `${index}`),
    problem: given,
    own: null,
  });
}

/** The network's own division beside all rules on one pool of as much as it hands out. */
export function compareNetwork(problem: Place, answer: Place): Report {
  const amounts = (place: Place) => place.list((item) => item.quantity());
  const awards = amounts(answer.field('awards'));
  const floors = problem.optional('floors');
  return comparison({
    heading: pooled(rational.sum(awards)),
    ids: awards.map((_, index) => `${index}`),
    problem: {
      estate: rational.sum(awards),
      claims: amounts(problem.field('claims')),
      weights: amounts(problem.field('weights')),
      lower: floors === null ? undefined : amounts(floors),
    },
    own: { name: 'this network', given: awards },
  });
}

/** The pipeline's own awards beside all rules on one pool of as much as it awards. */
export function comparePipeline(_problem: Place, answer: Place): Report {
  if (answer.optional('awards') === null) return ['Nothing is released, by any rule.'];
  const figures = (name: string) =>
    answer
      .field(name)
      .byId()
      .map(([, place]) => place.quantity());
  const awards = figures('awards');
  return comparison({
    heading: pooled(rational.sum(awards)),
    ids: answer
      .field('awards')
      .byId()
      .map(([id]) => id),
    problem: {
      estate: rational.sum(awards),
      claims: figures('claims'),
      weights: figures('weights'),
    },
    own: { name: 'this release', given: awards },
  });
}

/** All methods of apportionment, side by side; `method` need not be there. */
export function compareApportion(problem: Place): Report {
  const votes = problem.field('votes').list((item) => item.amount());
  const house = problem.field('house').count();
  const methods = APPORTIONMENT_METHODS.map((name) => ({
    name: name.replaceAll('_', ' '),
    given: tried(() => apportion(name, votes, house).map(rational.of)),
  }));
  return [
    `What each method makes of ${shown(rational.of(house))} seats.`,
    ...sideBySide(
      'party',
      votes.map((_, index) => `${index}`),
      [{ name: 'votes', given: votes }, ...methods],
    ),
  ];
}

function pooled(total: Rational): string {
  return (
    `What each rule would make of the ${shown(total)} handed out, were it one pool that ` +
    'everybody can use. Only the last three heed weights and floors.'
  );
}

function comparison({ heading, ids, problem, own }: Pool): Report {
  const { estate, claims } = problem;
  const rules = CLAIMS_RULES.map((rule) => ({
    name: rule.replaceAll('_', ' '),
    given: tried(
      () => divideClaims(rule, WEIGHTED.includes(rule) ? problem : { estate, claims }).awards,
    ),
  }));
  const claimed: Alternative = { name: 'claims', given: claims };
  return [
    heading,
    ...sideBySide('claimant', ids, [claimed, ...(own === null ? [] : [own]), ...rules]),
  ];
}

/** Up to so many claimants stand side by side; more of them stand below each other. */
const ACROSS_MAX = 8;

function sideBySide(
  who: string,
  ids: readonly string[],
  alternatives: readonly Alternative[],
): Report {
  const able = alternatives.filter(({ given }) => typeof given !== 'string');
  const cell = ({ given }: Alternative, index: number) =>
    typeof given === 'string' ? '' : shown(given[index] ?? rational.ZERO);
  const table =
    ids.length <= ACROSS_MAX
      ? {
          columns: [who, ...ids],
          rows: able.map((one) => [one.name, ...ids.map((_, index) => cell(one, index))]),
        }
      : {
          columns: [who, ...able.map(({ name }) => name)],
          rows: ids.map((id, index) => [id, ...able.map((one) => cell(one, index))]),
        };
  const unable = alternatives.flatMap(({ name, given }) =>
    typeof given === 'string' ? [`${name}: ${given}`] : [],
  );
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
