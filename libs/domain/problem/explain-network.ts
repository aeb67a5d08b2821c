import { at } from '../at';
import { named, numeral, part } from '../allocation/message';
import { holdsOf } from '../allocation/holds';
import type { Division } from '../allocation/supply-network';
import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import { divisionsOf } from './check-network';
import { readNetwork } from './network-problem';
import type { NetworkProblem } from './network-problem';
import type { Place } from './place';
import { chains, heads, namesOf, numberOf, partOf, say } from './report';
import type { Report, ReportChain, ReportMessage, ReportTable } from './report';

/** A network's division, and by member what its certificate says about what held it. */
interface Divided {
  readonly read: NetworkProblem;
  /** The division of each class; the last one holds the awards of all. */
  readonly divisions: readonly Division[];
  readonly last: Division;
  readonly classOf: ReadonlyMap<number, number>;
}

/** What each member gets from the network, what held it there, and where it comes from. */
export function explainNetwork(problem: Place, answer: Place): Report {
  const read = readNetwork(problem);
  const divisions = divisionsOf(read, answer.optional('earlier_classes'), (name) =>
    answer.field(name),
  );
  const last = at(divisions, divisions.length - 1);
  const classOf = new Map(
    read.classes.flatMap((members, rank) => members.map((one) => [one, rank] as const)),
  );
  const divided = { read, divisions, last, classOf };
  const { stocks, memberCount } = read.network;
  const stock = rational.of(stocks.reduce((sum, mass) => sum + mass, 0n));
  const total = rational.sum(last.awards);
  const claims = rational.sum(read.stakes.map(({ upper }) => upper));
  return [
    say('network.problem', {
      depots: numberOf(stocks.length),
      stock: amount(divided, stock),
      members: numberOf(memberCount),
      claims: amount(divided, claims),
    }),
    say('network.rule'),
    ...(read.classes.length > 1 ? [say('network.classes')] : []),
    memberTable(divided),
    say('network.total', {
      total: amount(divided, total),
      left: amount(divided, rational.sub(stock, total)),
    }),
    say('units.plain'),
    ...chains(memberCount, (member) => chainOf(divided, member)),
  ];
}

/** Masses are whole while they are divided; here they are in the unit of the problem again. */
function amount({ read }: Divided, mass: Rational) {
  return numeral(rational.div(mass, read.scale));
}

function memberTable(divided: Divided): ReportTable {
  const { read, last } = divided;
  const rows = last.awards.map((award, member) => {
    const { weight, lower, upper } = at(read.stakes, member);
    return [
      named(`${member}`),
      amount(divided, upper),
      numeral(weight),
      amount(divided, lower),
      amount(divided, award),
      partOf(award, upper),
      weight.p === 0n ? say('none') : amount(divided, rational.div(award, weight)),
    ];
  });
  return {
    columns: heads(
      ...(['head.member', 'head.claim', 'head.weight', 'head.floor'] as const),
      ...(['head.gets', 'head.covered', 'head.level'] as const),
    ),
    rows,
  };
}

function chainOf(divided: Divided, member: number): ReportChain {
  return {
    of: say('of.member', { name: named(`${member}`) }),
    steps: stepsOf(divided, member),
  };
}

function stepsOf(divided: Divided, member: number): readonly ReportMessage[] {
  const { read, last, classOf } = divided;
  const { weight, lower, upper } = at(read.stakes, member);
  if (upper.p === 0n) return [say('member.no-claim')];
  const award = at(last.awards, member);
  const isClassed = read.classes.length > 1;
  return [
    say('member.claims', { claim: amount(divided, upper), weight: numeral(weight) }),
    ...(isClassed
      ? [say('member.class', { class: numberOf((classOf.get(member) ?? 0) + 1) })]
      : []),
    ...(lower.p > 0n ? [say('member.floor', { floor: amount(divided, lower) })] : []),
    reachOf(divided, member),
    heldOf(divided, member),
    say('member.part', { part: part(rational.div(award, upper)) }),
    ...sentTo(divided, member),
  ];
}

function reachOf({ read }: Divided, member: number): ReportMessage {
  const depots = read.network.routes.filter((route) => route.member === member);
  if (depots.length === 0) return say('member.no-reach');
  return say('member.reach', { stocks: depotsOf(depots.map(({ stock }) => stock)) });
}

function depotsOf(stocks: readonly number[]) {
  return namesOf(stocks.map((stock) => `${stock}`));
}

/** The bound that holds the award: claim, floor, used up depots, full routes. */
function heldOf(divided: Divided, member: number): ReportMessage {
  const { read, divisions, classOf } = divided;
  const division = at(divisions, classOf.get(member) ?? 0);
  const { weight, upper } = at(read.stakes, member);
  const award = at(division.awards, member);
  const figures = { award: amount(divided, award) };
  if (rational.equal(award, upper)) return say('bound.claim', figures);
  const block = division.blocks.find(({ members }) => members.includes(member));
  const level = block?.level ?? rational.ZERO;
  const atLevel = { ...figures, level: amount(divided, level) };
  if (rational.compare(award, rational.mul(level, weight)) > 0) return say('bound.floor', atLevel);
  const { stocks, fullRoutes } = holdsOf(read.network, division, member);
  if (stocks.length + fullRoutes.length === 0) return say('bound.nothing', figures);
  const held = { stocks: depotsOf(stocks), routes: depotsOf(fullRoutes) };
  if (fullRoutes.length === 0) return say('bound.stocks', { ...atLevel, stocks: held.stocks });
  if (stocks.length === 0) return say('bound.routes', { ...atLevel, routes: held.routes });
  return say('bound.stocks-and-routes', { ...atLevel, ...held });
}

function sentTo(divided: Divided, member: number): readonly ReportMessage[] {
  const { read, last } = divided;
  return read.network.routes.flatMap((route, index) => {
    const sent = at(last.flow, index);
    if (route.member !== member || sent.p === 0n) return [];
    const isFull = route.cap !== null && rational.equal(sent, rational.of(route.cap));
    const figures = { amount: amount(divided, sent), stock: depotsOf([route.stock]) };
    return [say(isFull ? 'member.from-full' : 'member.from', figures)];
  });
}
