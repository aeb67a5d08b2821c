import { checkClasses } from '../allocation/check-classes';
import { MostCarried } from '../allocation/check-ranks';
import type { Block, Division } from '../allocation/supply-network';
import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import { readNetwork } from './network-problem';
import type { NetworkProblem } from './network-problem';
import type { Place } from './place';
import { FAULTS_MAX, placed } from './verdict';
import type { Verdict } from './verdict';

const FIELDS = [
  ...['awards', 'total', 'undistributed', 'bottleneck_certificate', 'one_feasible_flow'],
  ...['blocks', 'earlier_classes'],
] as const;

/**
 * Checks an answer to a network problem by its certificate (`awards`, `one_feasible_flow`,
 * `blocks`, and `earlier_classes` of the same), its totals and its ranks; without dividing again,
 * unless a part of the certificate is left out: then the engine's own is held against the rest.
 * Refuses what is no such answer.
 */
export function checkNetwork(problem: Place, claimed: Place, own: () => Place): Verdict {
  const read = readNetwork(problem);
  if (claimed.entries().length === 0) claimed.refuse('an answer with at least one field');
  claimed.allow(...FIELDS);
  let divided: Place | null = null;
  const field: ReadField = (name) => claimed.optional(name) ?? (divided ??= own()).field(name);
  const earlier =
    read.classes.length > 1 ? field('earlier_classes') : claimed.optional('earlier_classes');
  const divisions = divisionsOf(read, earlier, field);
  const awards = field('awards').list((item) => item.amount());
  const faults = [
    ...checkClasses(read.network, read.stakes, read.classes, divisions),
    ...checkTotals(read, claimed, awards),
    ...checkRanks(read, claimed, awards),
  ];
  return {
    by: divided === null ? 'certificate' : 'recomputation',
    faults: faults.slice(0, FAULTS_MAX).map((fault) => faultText(claimed, read, fault)),
  };
}

const CLASS = /^class (\d+): /;

/** A fault of an earlier class speaks of that class's own awards, flow and blocks. */
function faultText(claimed: Place, { classes }: NetworkProblem, fault: string): string {
  const rank = Number(CLASS.exec(fault)?.[1] ?? classes.length - 1);
  const earlier = rank < classes.length - 1 ? `/earlier_classes/${rank}` : '';
  return placed(`${claimed.pointer}${earlier}`, `${fault.replace(CLASS, '')}.`);
}

/** The divisions of an answer, one a class, in the order in which they are served. */
export function divisionsOf(
  read: NetworkProblem,
  earlier: Place | null,
  field: ReadField,
): readonly Division[] {
  return [
    ...(earlier?.items() ?? []).map((place) => divisionOf(read, (name) => place.field(name))),
    divisionOf(read, field),
  ];
}

type ReadField = (name: 'awards' | 'one_feasible_flow' | 'blocks' | 'earlier_classes') => Place;

function divisionOf({ network, stakes, scale }: NetworkProblem, field: ReadField): Division {
  const mass = (amount: Place): Rational => rational.mul(amount.amount(), scale);
  const flow = network.routes.map(() => rational.ZERO);
  const positions = new Map(
    network.routes.map(({ stock, member }, index) => [`${stock} ${member}`, index]),
  );
  for (const item of field('one_feasible_flow').items()) {
    const depot = item.field('depot').index(network.stocks.length);
    const member = item.field('member').index(stakes.length);
    const route = positions.get(`${depot} ${member}`);
    if (route === undefined) return item.refuse('on an edge of the problem');
    if (flow[route]?.p !== 0n) return item.refuse('on an edge that is named once');
    flow[route] = mass(item.field('amount'));
  }
  const blocks = field('blocks').list((block): Block => {
    const cut = block.field('cut');
    const members = (list: Place) => list.list((item) => item.index(stakes.length));
    return {
      level: mass(block.field('level')),
      members: members(block.field('members')),
      cut: {
        stocks: cut.field('depots').list((item) => item.index(network.stocks.length)),
        members: members(cut.field('members')),
      },
    };
  });
  return { awards: field('awards').list(mass), flow, blocks };
}

function checkTotals(
  { network, scale }: NetworkProblem,
  answer: Place,
  awards: readonly Rational[],
): readonly string[] {
  const total = rational.sum(awards);
  const held = rational.of(network.stocks.reduce((sum, mass) => sum + mass, 0n));
  const expected = { total, undistributed: rational.sub(rational.div(held, scale), total) };
  return Object.entries(expected).flatMap(([name, value]) => {
    const stated = answer.optional(name);
    const wrong = stated !== null && !rational.equal(stated.quantity(), value);
    return wrong ? [`${name} is not ${rational.format(value)}`] : [];
  });
}

/**
 * Levels, members and sums of the decomposition follow from awards and weights. What members could
 * get at most, which with floors may be more than their awards, is found by other means than the
 * solver's, and is the least that any cut lets through.
 */
function checkRanks(
  { network, stakes, scale }: NetworkProblem,
  answer: Place,
  awards: readonly Rational[],
): readonly string[] {
  const levels = stakes.map(({ weight }, member) => {
    const award = awards[member] ?? rational.ZERO;
    return weight.p === 0n ? rational.ZERO : rational.div(award, weight);
  });
  const ranks = answer.optional('bottleneck_certificate')?.items() ?? null;
  if (ranks === null) return [];
  const listed = ranks.flatMap((rank) => rank.field('members').list((item) => item.count()));
  const once = listed.length === stakes.length && new Set(listed).size === listed.length;
  const faults = once ? [] : ['not each member has one rank'];
  const most = new MostCarried(
    network,
    stakes.map(({ upper }) => upper),
  );
  let cumulative = rational.ZERO;
  let below: Rational | null = null;
  ranks.forEach((rank, number) => {
    const level = rank.field('level').amount();
    if (below !== null && rational.compare(level, below) <= 0) {
      faults.push(`rank ${number} does not rise above the one before it`);
    }
    below = level;
    const members = rank.field('members').list((item) => item.index(stakes.length));
    for (const member of members) {
      cumulative = rational.add(cumulative, awards[member] ?? rational.ZERO);
      if (!rational.equal(levels[member] ?? rational.ZERO, level)) {
        faults.push(`member ${member} has another level than rank ${number}`);
      }
    }
    const sums = {
      cumulative_award: cumulative,
      cumulative_rank: rational.div(most.with(members), scale),
    };
    for (const [name, sum] of Object.entries(sums)) {
      if (rational.equal(rank.field(name).amount(), sum)) continue;
      faults.push(`the ${name} of rank ${number} is not ${rational.format(sum)}`);
    }
  });
  return faults;
}
