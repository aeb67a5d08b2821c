import { assert } from '../assert';
import { at } from '../at';
import type { SupplyNetwork } from './supply-network';

/** Whole amounts on the routes of a network, changed only in ways the network can carry. */
export class TransportPlan {
  /** By route, in the order of the network. */
  readonly amounts: bigint[];
  /** What is left in each stock. */
  readonly left: bigint[];
  /** Routes by member and by stock, in the order of the network. */
  readonly ofMember: readonly (readonly number[])[];
  readonly ofStock: readonly (readonly number[])[];
  /** Places from which the last failed searches found no way to more: none will open again. */
  private readonly shutMembers = new Set<number>();
  private readonly shutStocks = new Set<number>();

  constructor(readonly network: SupplyNetwork) {
    const { stocks, memberCount, routes } = network;
    this.amounts = routes.map(() => 0n);
    this.left = [...stocks];
    this.ofMember = byPlace(memberCount, routes, ({ member }) => member);
    this.ofStock = byPlace(stocks.length, routes, ({ stock }) => stock);
  }

  /** What a route could carry besides; an unlimited one as much as there is in all. */
  roomOn(route: number): bigint {
    const { cap, stock } = at(this.network.routes, route);
    return (cap ?? at(this.network.stocks, stock)) - at(this.amounts, route);
  }

  /**
   * Gives a member up to so many units more and nobody less, moving others to other stocks where
   * need be; returns how many it could give.
   */
  serve(member: number, units: bigint): bigint {
    let given = this.serveDirectly(member, units);
    while (given < units) {
      const path = this.pathTo(member);
      if (path === null) break;
      given += this.shift(path, units - given);
    }
    return given;
  }

  private serveDirectly(member: number, units: bigint): bigint {
    let given = 0n;
    for (const route of at(this.ofMember, member)) {
      if (given === units) break;
      const { stock } = at(this.network.routes, route);
      const most = least(this.roomOn(route), at(this.left, stock), units - given);
      this.add(route, most);
      given += most;
    }
    return given;
  }

  add(route: number, units: bigint): void {
    const { stock } = at(this.network.routes, route);
    this.amounts[route] = at(this.amounts, route) + units;
    this.left[stock] = at(this.left, stock) - units;
  }

  /**
   * A way to one unit more for a member, as routes from it to a stock with something left: one to
   * carry more, the next less, and so on in turn. Null when there is none, now or later: what a
   * failed search has seen can never be served better, so no later one looks there again.
   */
  private pathTo(member: number): readonly number[] | null {
    if (this.shutMembers.has(member)) return null;
    const seen = { members: new Set([member]), stocks: new Set<number>() };
    const queue: Arrival[] = [{ member, path: [] }];
    for (const arrival of queue) {
      for (const more of at(this.ofMember, arrival.member)) {
        const { stock } = at(this.network.routes, more);
        if (seen.stocks.has(stock) || this.shutStocks.has(stock)) continue;
        if (this.roomOn(more) === 0n) continue;
        seen.stocks.add(stock);
        const path = [...arrival.path, more];
        if (at(this.left, stock) > 0n) return path;
        queue.push(...this.servedBy(stock, path, seen.members));
      }
    }
    for (const each of seen.members) this.shutMembers.add(each);
    for (const each of seen.stocks) this.shutStocks.add(each);
    return null;
  }

  /** Members not seen yet that a stock serves, and so could serve less. */
  private servedBy(stock: number, path: readonly number[], seen: Set<number>): Arrival[] {
    return at(this.ofStock, stock).flatMap((less) => {
      const { member } = at(this.network.routes, less);
      if (seen.has(member) || at(this.amounts, less) === 0n) return [];
      seen.add(member);
      return [{ member, path: [...path, less] }];
    });
  }

  /** Moves as much as a path allows, at most `most`. */
  private shift(path: readonly number[], most: bigint): bigint {
    let units = most;
    path.forEach((route, place) => {
      units = least(units, place % 2 === 0 ? this.roomOn(route) : at(this.amounts, route));
    });
    const last = at(this.network.routes, at(path, path.length - 1)).stock;
    units = least(units, at(this.left, last));
    path.forEach((route, place) => this.add(route, place % 2 === 0 ? units : -units));
    return units;
  }
}

/** A member that a search has come to, and by which routes. */
interface Arrival {
  readonly member: number;
  readonly path: readonly number[];
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

function byPlace(
  count: number,
  routes: SupplyNetwork['routes'],
  placeOf: (route: SupplyNetwork['routes'][number]) => number,
): readonly (readonly number[])[] {
  const places = Array.from({ length: count }, (): number[] => []);
  routes.forEach((route, index) => at(places, placeOf(route)).push(index));
  return places;
}

export function least(...values: readonly bigint[]): bigint {
  return values.reduce((a, b) => (a < b ? a : b));
}
