import { assert } from '../assert';
import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import { blocksOf } from './blocks';
import type { Segment } from './blocks';
import { at } from '../at';
import type { Division, Route, Stake, SupplyNetwork } from './supply-network';
import { transport } from './transport-flow';
import type { Transport } from './transport-flow';
import { levelOf } from './water-level';

/**
 * The leximin division of award / weight between lower and upper bounds on a network, or null when
 * the network cannot carry the lower bounds. What can reach a set of members is a polymatroid, so
 * it can be decomposed (S. Fujishige, Lexicographically optimal base of a polymatroid with respect
 * to a weight vector, 1980): fill a part of the network as if it were one pool; if no flow carries
 * that, the minimum cut splits the part in two, each divided on its own. At most one split a
 * member. The answer does not depend on the order of the routes.
 */
export function leximin(network: SupplyNetwork, stakes: readonly Stake[]): Division | null {
  const splitting = start(network, stakes);
  const { whole } = splitting;
  const lower = carry(splitting, whole, boundsOf(splitting, whole, 'lower'));
  if (!lower.sent.carried) return null;
  const upper = carry(splitting, whole, boundsOf(splitting, whole, 'upper'));
  const [behind, beyond] = upper.sent.carried ? [null, whole] : split(splitting, whole, upper);
  const segments = behind === null ? [] : divideBehind(splitting, behind);
  segments.push(settleFull(splitting, beyond));
  return { awards: splitting.awards, blocks: blocksOf(segments), flow: splitting.flow };
}

/** Members and stocks that are divided apart from all others, and the routes between them. */
interface Part {
  readonly members: readonly number[];
  readonly stocks: readonly number[];
  /** In ascending (stock, member). */
  readonly routes: readonly number[];
}

interface Splitting {
  readonly network: SupplyNetwork;
  /** With weights multiplied by `perWeight`, which makes all of them whole. */
  readonly stakes: readonly Stake[];
  readonly perWeight: Rational;
  readonly whole: Part;
  /** What each stock still has for its part. */
  readonly left: bigint[];
  /** What each member gets over full routes from stocks of other parts. */
  readonly arriving: bigint[];
  readonly awards: Rational[];
  readonly flow: Rational[];
  /** Where each stock and member stands in the part at hand. */
  readonly places: { readonly stocks: Int32Array; readonly members: Int32Array };
}

function start(network: SupplyNetwork, stakes: readonly Stake[]): Splitting {
  const { stocks, routes } = network;
  assert(stakes.length === network.memberCount, 'one stake for each member');
  const perWeight = rational.of(rational.commonDenominator(stakes.map(({ weight }) => weight)));
  return {
    network,
    stakes: stakes.map((stake) => ({ ...stake, weight: rational.mul(stake.weight, perWeight) })),
    perWeight,
    whole: {
      members: stakes.map((_, member) => member),
      stocks: stocks.map((_, stock) => stock),
      routes: routes.map((_, route) => route).sort(byPlace(routes)),
    },
    left: [...stocks],
    arriving: stakes.map(() => 0n),
    awards: stakes.map(() => rational.ZERO),
    flow: routes.map(() => rational.ZERO),
    places: {
      stocks: new Int32Array(stocks.length),
      members: new Int32Array(stakes.length),
    },
  };
}

function byPlace(routes: readonly Route[]): (a: number, b: number) => number {
  return (a, b) => {
    const [one, other] = [at(routes, a), at(routes, b)];
    return one.stock - other.stock || one.member - other.member;
  };
}

/** Divides members that together get all that can reach them, from the lowest level up. */
function divideBehind(splitting: Splitting, behind: Part): Segment[] {
  const segments: Segment[] = [];
  const open = [behind];
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    const level = fillLevel(splitting, part);
    const attempt = carry(splitting, part, targetsAt(splitting, part, level));
    if (attempt.sent.carried) {
      segments.push(settle(splitting, part, attempt, level));
      continue;
    }
    const [lower, higher] = split(splitting, part, attempt);
    assert(lower.members.length > 0 && higher.members.length > 0, 'a cut has two sides');
    open.push(higher, lower);
  }
  return segments;
}

/** The level to which the members of a part rise if all that can reach the part is one pool. */
function fillLevel({ left, arriving, stakes }: Splitting, part: Part): Rational {
  let estate = 0n;
  for (const stock of part.stocks) estate += at(left, stock);
  for (const member of part.members) estate += at(arriving, member);
  const claimants = part.members.map((member) => ({
    ...at(stakes, member),
    offset: rational.ZERO,
  }));
  return levelOf(rational.of(estate), claimants) ?? rational.ZERO;
}

/** What each member of a part is to get, multiplied by a scale that makes all of it whole. */
interface Targets {
  readonly masses: readonly bigint[];
  readonly scale: bigint;
}

function targetsAt(splitting: Splitting, part: Part, level: Rational): Targets {
  const stakes = part.members.map((member) => at(splitting.stakes, member));
  const bounds = stakes.flatMap(({ lower, upper }) => [lower, upper]);
  const scale = rational.commonDenominator([level, ...bounds]);
  const rise = level.p * (scale / level.q);
  const masses = stakes.map(({ weight, lower, upper }) => {
    const [least, most] = [lower.p * (scale / lower.q), upper.p * (scale / upper.q)];
    const mass = rise * weight.p;
    return mass < least ? least : mass > most ? most : mass;
  });
  return { masses, scale };
}

function boundsOf({ stakes }: Splitting, part: Part, bound: 'lower' | 'upper'): Targets {
  const bounds = part.members.map((member) => at(stakes, member)[bound]);
  const scale = rational.commonDenominator(bounds);
  return { masses: bounds.map(({ p, q }) => p * (scale / q)), scale };
}

/** A try to carry targets in a part, and where the stocks that have something left lead. */
interface Attempt {
  readonly targets: Targets;
  readonly sent: Transport;
  readonly behind: { readonly stocks: readonly boolean[]; readonly members: readonly boolean[] };
}

function carry(splitting: Splitting, part: Part, targets: Targets): Attempt {
  const { left, arriving, places, network } = splitting;
  const { masses, scale } = targets;
  const supplies = part.stocks.map((stock, place) => {
    places.stocks[stock] = place;
    return at(left, stock) * scale;
  });
  const lacking = part.members.map((member, place) => {
    places.members[member] = place;
    return at(masses, place) - at(arriving, member) * scale;
  });
  const ways = part.routes.map((route) => {
    const { stock, member, cap } = at(network.routes, route);
    return {
      stock: places.stocks[stock] ?? 0,
      member: places.members[member] ?? 0,
      cap: cap === null ? null : cap * scale,
    };
  });
  const needs = lacking.map((mass) => (mass < 0n ? 0n : mass));
  const sent = transport(supplies, needs, ways);
  const stocks = supplies.map((_, place) => !sent.reachesStock(place));
  // To whom more arrives than it is to get, is not behind the cut either: it is met.
  const members = lacking.map((mass, place) => mass >= 0n && !sent.reachesMember(place));
  return { targets, sent, behind: { stocks, members } };
}

/**
 * Splits a part at the minimum cut: those behind it get all that can reach them. Routes into them
 * from other stocks are full, and what these bring is deducted there; their stocks serve no other.
 */
function split(splitting: Splitting, part: Part, { behind }: Attempt): readonly [Part, Part] {
  const { network, left, arriving, flow, places } = splitting;
  const side = (inside: boolean) => ({
    members: part.members.filter((_, place) => at(behind.members, place) === inside),
    stocks: part.stocks.filter((_, place) => at(behind.stocks, place) === inside),
    routes: [] as number[],
  });
  const [lower, higher] = [side(true), side(false)];
  for (const route of part.routes) {
    const { stock, member, cap } = at(network.routes, route);
    const fromBehind = at(behind.stocks, places.stocks[stock] ?? 0);
    const toBehind = at(behind.members, places.members[member] ?? 0);
    if (fromBehind === toBehind) (toBehind ? lower : higher).routes.push(route);
    else if (toBehind) {
      assert(cap !== null, 'only full routes cross a minimum cut');
      left[stock] = at(left, stock) - cap;
      arriving[member] = at(arriving, member) + cap;
      flow[route] = rational.of(cap);
    }
  }
  return [lower, higher];
}

/** Fixes awards and flow of a part whose cut is full. */
function settle(splitting: Splitting, part: Part, attempt: Attempt, level: Rational): Segment {
  const { awards, flow, stakes, perWeight } = splitting;
  const { targets, sent } = attempt;
  assert(sent.carried, 'only what can be carried is awarded');
  part.members.forEach((member, place) => {
    awards[member] = rational.ratio(at(targets.masses, place), targets.scale);
  });
  part.routes.forEach((route, place) => {
    flow[route] = rational.ratio(at(sent.amounts, place), targets.scale);
  });
  return {
    members: part.members,
    cut: { stocks: part.stocks, members: part.members },
    level: rational.mul(level, perWeight),
    full: part.members.every((member) => {
      return rational.equal(at(awards, member), at(stakes, member).upper);
    }),
  };
}

/** Gives the members that no cut holds back their upper bounds. */
function settleFull(splitting: Splitting, part: Part): Segment {
  const attempt = carry(splitting, part, boundsOf(splitting, part, 'upper'));
  let level = rational.ZERO;
  for (const member of part.members) {
    const { weight, upper } = at(splitting.stakes, member);
    if (weight.p > 0n) level = rational.max(level, rational.div(upper, weight));
  }
  return { ...settle(splitting, part, attempt, level), cut: { stocks: [], members: [] } };
}
