import { assert } from '../assert';
import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import { FlowNetwork } from './max-flow';
import type { Arc, Node } from './max-flow';
import type { Block, Division, Route, Stake, SupplyNetwork } from './supply-network';
import { fill } from './water-level';

/**
 * The leximin division of award / weight between lower and upper bounds on a network, or null when
 * the network cannot carry the lower bounds. Raises one common level; where the flow cannot carry
 * the targets max(lower, min(upper, level * weight)), the minimum cut gives the next lower level
 * exactly; members that cannot rise are settled, and the part of the network they exhaust is
 * taken out (Megiddo 1974, Fujishige's decomposition). At most one block a member.
 */
export function leximin(network: SupplyNetwork, stakes: readonly Stake[]): Division | null {
  assert(stakes.length === network.memberCount, 'one stake for each member');
  const peeling = start(network, stakes);
  if (
    !carry(
      peeling,
      stakes.map(({ lower }) => lower),
    ).carried
  )
    return null;
  const blocks: Block[] = [];
  while (peeling.members.some((member) => member.award === null)) blocks.push(peel(peeling));
  return {
    awards: peeling.members.map(({ award }) => award ?? rational.ZERO),
    blocks,
    flow: peeling.routes.map(({ amount }) => amount),
  };
}

/** The network while blocks are peeled off it. */
interface Peeling {
  readonly members: PeelingMember[];
  readonly stocks: PeelingStock[];
  readonly routes: PeelingRoute[];
}

interface PeelingMember {
  readonly index: number;
  readonly stake: Stake;
  award: Rational | null;
  inCut: boolean;
}

interface PeelingStock {
  readonly index: number;
  left: bigint;
  inCut: boolean;
}

interface PeelingRoute {
  readonly route: Route;
  readonly stock: PeelingStock;
  readonly member: PeelingMember;
  amount: Rational;
}

function start(network: SupplyNetwork, stakes: readonly Stake[]): Peeling {
  const members = stakes.map((stake, index) => ({ index, stake, award: null, inCut: false }));
  const stocks = network.stocks.map((left, index) => ({ index, left, inCut: false }));
  const routes = network.routes.map((route) => {
    const stock = stocks[route.stock];
    const member = members[route.member];
    assert(stock !== undefined && member !== undefined, 'a route joins a stock and a member');
    return { route, stock, member, amount: rational.ZERO };
  });
  return { members, stocks, routes };
}

/** Settles the next block: the highest level the network carries, and who cannot rise above it. */
function peel(peeling: Peeling): Block {
  let level = levelOfUpperBounds(peeling);
  let attempt = carry(peeling, targetsAt(peeling, level));
  while (!attempt.carried) {
    const lowered = levelOfCut(peeling, attempt);
    assert(rational.compare(lowered, level) < 0, 'each cut lowers the level');
    level = lowered;
    attempt = carry(peeling, targetsAt(peeling, level));
  }
  const settled = settle(peeling, level, attempt);
  return { level, members: settled, cut: takeOut(peeling, attempt) };
}

/** The lowest level at which every open member has its upper bound. */
function levelOfUpperBounds(peeling: Peeling): Rational {
  let highest = rational.ZERO;
  for (const { award, stake } of peeling.members) {
    if (award !== null || stake.weight.p === 0n) continue;
    highest = rational.max(highest, rational.div(stake.upper, stake.weight));
  }
  return highest;
}

function targetsAt(peeling: Peeling, level: Rational): readonly Rational[] {
  return peeling.members.map(({ award, stake }) => {
    if (award !== null) return award;
    return rational.clamp(rational.mul(level, stake.weight), stake.lower, stake.upper);
  });
}

/** The level at which the members behind a violated cut want exactly what can reach them. */
function levelOfCut(peeling: Peeling, attempt: Attempt): Rational {
  let estate = rational.of(behindCut(peeling, attempt));
  const open: Stake[] = [];
  for (const member of peeling.members) {
    if (member.inCut || attempt.reaches(member)) continue;
    if (member.award === null) open.push(member.stake);
    else estate = rational.sub(estate, member.award);
  }
  const { level } = fill(
    estate,
    open.map((stake) => ({ ...stake, offset: rational.ZERO })),
  );
  assert(level !== null, 'a violated cut holds back a member that could rise');
  return level;
}

/** What can reach the members behind the cut: stocks behind it, and capped routes across it. */
function behindCut(peeling: Peeling, attempt: Attempt): bigint {
  let mass = 0n;
  for (const stock of peeling.stocks) {
    if (!stock.inCut && !attempt.reaches(stock)) mass += stock.left;
  }
  for (const { route, stock, member } of openRoutes(peeling)) {
    if (attempt.reaches(stock) && !attempt.reaches(member)) mass += route.cap ?? 0n;
  }
  return mass;
}

/** Fixes the award of every open member that is at its upper bound or behind the cut. */
function settle(peeling: Peeling, level: Rational, attempt: Attempt): number[] {
  const targets = targetsAt(peeling, level);
  const settled: number[] = [];
  for (const member of peeling.members) {
    const target = targets[member.index];
    if (member.award !== null || target === undefined) continue;
    const full = rational.equal(target, member.stake.upper);
    if (!full && attempt.reaches(member)) continue;
    member.award = target;
    settled.push(member.index);
  }
  assert(settled.length > 0, 'every level settles a member');
  return settled;
}

/**
 * Takes the exhausted part out: its flow is final. What capped routes bring in from other stocks is
 * deducted there; a stock behind the cut feeds nobody before it, or that one would be behind too.
 */
function takeOut(peeling: Peeling, attempt: Attempt): Block['cut'] {
  for (const each of openRoutes(peeling)) {
    each.amount = attempt.amountOn(each);
    if (!attempt.reaches(each.member) && attempt.reaches(each.stock)) {
      each.stock.left -= each.route.cap ?? 0n;
    }
  }
  const members = peeling.members.filter((each) => !each.inCut && !attempt.reaches(each));
  const stocks = peeling.stocks.filter((each) => !each.inCut && !attempt.reaches(each));
  for (const each of [...members, ...stocks]) each.inCut = true;
  return { stocks: stocks.map(({ index }) => index), members: members.map(({ index }) => index) };
}

function openRoutes(peeling: Peeling): readonly PeelingRoute[] {
  return peeling.routes.filter(({ stock, member }) => !stock.inCut && !member.inCut);
}

/** One try to carry given awards: whether it works, what the source still reaches, and the flow. */
interface Attempt {
  readonly carried: boolean;
  readonly reaches: (place: PeelingMember | PeelingStock) => boolean;
  readonly amountOn: (route: PeelingRoute) => Rational;
}

function carry(peeling: Peeling, targets: readonly Rational[]): Attempt {
  const open = peeling.members.filter((member) => !member.inCut);
  const wanted = open.map((member) => targets[member.index] ?? rational.ZERO);
  const scale = rational.commonDenominator(wanted);
  const flow = new FlowNetwork();
  const source = flow.addNode();
  const sink = flow.addNode();
  const nodes = new Map<PeelingMember | PeelingStock, Node>();
  const arcs = new Map<PeelingRoute, Arc>();
  let total = 0n;
  for (const stock of peeling.stocks) {
    if (stock.inCut) continue;
    const node = flow.addNode();
    nodes.set(stock, node);
    flow.addEdge(source, node, stock.left * scale);
  }
  open.forEach((member, index) => {
    const want = wanted[index] ?? rational.ZERO;
    const capacity = want.p * (scale / want.q);
    const node = flow.addNode();
    nodes.set(member, node);
    flow.addEdge(node, sink, capacity);
    total += capacity;
  });
  for (const each of openRoutes(peeling)) {
    const [from, to] = [nodes.get(each.stock), nodes.get(each.member)];
    assert(from !== undefined && to !== undefined, 'an open route joins open places');
    // An unlimited route never binds: more than the whole stock cannot enter it.
    const cap = each.route.cap ?? each.stock.left + 1n;
    arcs.set(each, flow.addEdge(from, to, cap * scale));
  }
  const carried = flow.augment(source, sink, total) === total;
  flow.search(source, sink);
  return {
    carried,
    reaches: (place) => (nodes.get(place)?.depth ?? -1) >= 0,
    amountOn: (route) => rational.ratio(arcs.get(route)?.back.left ?? 0n, scale),
  };
}
