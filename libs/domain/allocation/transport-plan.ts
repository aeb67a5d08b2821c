import { assert } from '../assert';
import { at } from '../at';
import { RouteEnds } from './route-ends';
import { ShortestWays } from './shortest-ways';
import type { SupplyNetwork } from './supply-network';

/**
 * Whole amounts on the routes of a network, changed only in ways the network can carry. What is
 * left in a stock counts as sent to nobody, the last member, over a route of its own that stands
 * after the others: so every stock sends all it has, and a change goes around in a circle.
 */
export class TransportPlan {
  /** By route: those of the network, then one from each stock to nobody. */
  readonly amounts: bigint[];
  readonly ends: RouteEnds;
  /** The most that each route carries. */
  private readonly most: readonly bigint[];
  /** 1 where a route could carry more, and where less. */
  readonly more: Uint8Array;
  readonly less: Uint8Array;
  private readonly fixed: Uint8Array;
  /** From members to nobody, each route against the way the mass goes. */
  private readonly ways: ShortestWays;

  constructor({ stocks, memberCount, routes }: SupplyNetwork) {
    const toNobody = stocks.map((_, stock) => ({ stock, member: memberCount }));
    this.ends = new RouteEnds(stocks.length, memberCount + 1, [...routes, ...toNobody]);
    this.amounts = [...routes.map(() => 0n), ...stocks];
    this.most = [...routes.map(({ cap, stock }) => cap ?? at(stocks, stock)), ...stocks];
    this.more = Uint8Array.from(this.most, (most, route) =>
      most > at(this.amounts, route) ? 1 : 0,
    );
    this.less = Uint8Array.from(this.amounts, (amount) => (amount > 0n ? 1 : 0));
    this.fixed = new Uint8Array(this.most.length);
    const passable = { fromStock: this.less, fromMember: this.more };
    this.ways = new ShortestWays(this.ends, passable, this.placeOf(memberCount));
  }

  placeOf(member: number): number {
    return this.ends.stockCount + member;
  }

  /** What a route could carry besides. */
  roomOn(route: number): bigint {
    return at(this.most, route) - at(this.amounts, route);
  }

  /**
   * Gives a member up to so many units more and nobody less, moving others to other stocks where
   * need be; returns how many it could give.
   */
  serve(member: number, units: bigint): bigint {
    let given = 0n;
    while (given < units) {
      const way = this.ways.from(this.placeOf(member));
      if (way === null) break;
      given += this.shift(way, units - given);
    }
    return given;
  }

  /** Moves up to `most` units: more of them on the first route, fewer on the next, and so on. */
  shift(way: readonly number[], most: bigint): bigint {
    let units = most;
    way.forEach((route, place) => {
      const limit = place % 2 === 0 ? this.roomOn(route) : at(this.amounts, route);
      if (limit < units) units = limit;
    });
    way.forEach((route, place) => this.add(route, place % 2 === 0 ? units : -units));
    return units;
  }

  /** Sends so many units more over a route, or fewer; the caller sees to what becomes of them. */
  add(route: number, units: bigint): void {
    const amount = at(this.amounts, route) + units;
    this.amounts[route] = amount;
    if (this.fixed[route] === 1) return;
    this.more[route] = amount < at(this.most, route) ? 1 : 0;
    this.less[route] = amount > 0n ? 1 : 0;
  }

  /** Ways on which a unit too many at a place can come to a stock; all must keep their awards. */
  waysTo(stock: number): ShortestWays {
    return new ShortestWays(this.ends, { fromStock: this.more, fromMember: this.less }, stock);
  }

  /** Leaves a route out of all ways from now on. */
  fix(route: number): void {
    this.fixed[route] = 1;
    this.more[route] = 0;
    this.less[route] = 0;
  }

  isFixed(route: number): boolean {
    return this.fixed[route] === 1;
  }
}

/** A plan that delivers exactly these awards; the network must be able to. */
export function planFor(network: SupplyNetwork, awards: readonly bigint[]): TransportPlan {
  const plan = new TransportPlan(network);
  assert(servesAll(plan, awards), 'the network carries the awards');
  return plan;
}

/** Whether a network can deliver these awards. */
export function carries(network: SupplyNetwork, awards: readonly bigint[]): boolean {
  return servesAll(new TransportPlan(network), awards);
}

function servesAll(plan: TransportPlan, awards: readonly bigint[]): boolean {
  return awards.every((award, member) => plan.serve(member, award) === award);
}
