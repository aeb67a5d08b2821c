import { assert } from '../assert';
import { at } from '../at';
import type { SupplyNetwork } from './supply-network';
import { least, TransportPlan } from './transport-plan';

/** What may change in a plan without making it dearer. */
export interface Face {
  /** Whether a route may carry another amount than it does. */
  readonly routeIsFree: (route: number) => boolean;
  /** Whether another amount may be left in a stock. */
  readonly stockIsFree: (stock: number) => boolean;
}

export interface CheapestPlan {
  readonly plan: TransportPlan;
  readonly face: Face;
}

/**
 * A plan that delivers these awards at the least total of cost x amount, by successive shortest
 * paths (Busacker and Gowen 1960), and the prices that prove it least: by complementary slackness
 * any other plan as cheap differs from it only on routes and stocks whose reduced cost is 0.
 */
export function cheapestPlan(
  network: SupplyNetwork,
  awards: readonly bigint[],
  costs: readonly bigint[],
): CheapestPlan {
  const plan = new TransportPlan(network);
  const search = new Search(plan, costs);
  awards.forEach((award, member) => {
    let unmet = award;
    while (unmet > 0n) {
      const path = search.pathTo(member);
      assert(path !== null, 'the network carries the awards');
      unmet -= shift(plan, path, unmet);
    }
  });
  return { plan, face: faceOf(plan, costs, search.prices()) };
}

/** Routes from a stock to a member, by turns carrying more and less. */
function shift(plan: TransportPlan, path: readonly number[], most: bigint): bigint {
  let units = most;
  path.forEach((route, place) => {
    units = least(units, place % 2 === 0 ? plan.roomOn(route) : at(plan.amounts, route));
  });
  units = least(units, at(plan.left, at(plan.network.routes, at(path, 0)).stock));
  path.forEach((route, place) => plan.add(route, place % 2 === 0 ? units : -units));
  return units;
}

/** The price of a unit in each place, the source of all stocks included. */
interface Prices {
  readonly stocks: readonly bigint[];
  readonly members: readonly bigint[];
  readonly source: bigint;
}

function faceOf(plan: TransportPlan, costs: readonly bigint[], prices: Prices): Face {
  return {
    routeIsFree: (route) => {
      const { stock, member } = at(plan.network.routes, route);
      return at(costs, route) + at(prices.stocks, stock) === at(prices.members, member);
    },
    stockIsFree: (stock) => at(prices.stocks, stock) === prices.source,
  };
}

/** Shortest paths by cost in what a plan leaves open (Bellman and Ford, with a queue). */
class Search {
  private readonly stockCount: number;
  private readonly source: number;

  constructor(
    private readonly plan: TransportPlan,
    private readonly costs: readonly bigint[],
  ) {
    this.stockCount = plan.network.stocks.length;
    this.source = this.stockCount + plan.network.memberCount;
  }

  /** The cheapest way from a stock with something left to a member, or null. */
  pathTo(member: number): readonly number[] | null {
    const cost: (bigint | null)[] = Array.from({ length: this.source + 1 }, () => null);
    const cameBy = this.settle(cost, [this.source]);
    if (at(cost, this.stockCount + member) === null) return null;
    const path: number[] = [];
    let place = this.stockCount + member;
    while (place !== this.source) {
      const route = cameBy.get(place);
      assert(route !== undefined, 'a place was reached by a route, or is a stock to draw on');
      if (route === null) break;
      path.unshift(route);
      const { stock, member: end } = at(this.plan.network.routes, route);
      place = place < this.stockCount ? this.stockCount + end : stock;
    }
    return path;
  }

  /** Prices at which no open way costs less than nothing: least costs from anywhere. */
  prices(): Prices {
    const cost: (bigint | null)[] = Array.from({ length: this.source + 1 }, () => 0n);
    this.settle(cost, [...cost.keys()]);
    const known = cost.map((each) => each ?? 0n);
    return {
      stocks: known.slice(0, this.stockCount),
      members: known.slice(this.stockCount, this.source),
      source: at(known, this.source),
    };
  }

  /** Lowers the costs until no way is cheaper; the route that each place was last reached by. */
  private settle(cost: (bigint | null)[], from: number[]): ReadonlyMap<number, number | null> {
    if (cost[this.source] === null) cost[this.source] = 0n;
    const cameBy = new Map<number, number | null>();
    const queue = from;
    const waiting = new Set(from);
    for (const place of queue) {
      waiting.delete(place);
      const here = cost[place] ?? 0n;
      for (const [next, step, route] of this.waysFrom(place)) {
        const known = at(cost, next);
        if (known !== null && known <= here + step) continue;
        cost[next] = here + step;
        cameBy.set(next, route);
        if (waiting.has(next)) continue;
        waiting.add(next);
        queue.push(next);
      }
    }
    return cameBy;
  }

  /** Open ways as [place, cost, route]: stocks, then members, then the source. */
  private waysFrom(place: number): readonly (readonly [number, bigint, number | null])[] {
    const { plan, costs, stockCount, source } = this;
    const { stocks, routes } = plan.network;
    if (place === source) {
      return stocks.flatMap((_, stock) =>
        at(plan.left, stock) > 0n ? [[stock, 0n, null] as const] : [],
      );
    }
    if (place >= stockCount) {
      return at(plan.ofMember, place - stockCount).flatMap((route) =>
        at(plan.amounts, route) > 0n
          ? [[at(routes, route).stock, -at(costs, route), route] as const]
          : [],
      );
    }
    const ways = at(plan.ofStock, place).flatMap((route) =>
      plan.roomOn(route) > 0n
        ? [[stockCount + at(routes, route).member, at(costs, route), route] as const]
        : [],
    );
    const drawn = at(plan.left, place) < at(stocks, place);
    return drawn ? [...ways, [source, 0n, null] as const] : ways;
  }
}
