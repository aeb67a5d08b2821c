import { assert } from '../assert';
import { at } from '../at';
import { entry } from './route-ends';
import type { SupplyNetwork } from './supply-network';
import { TransportPlan } from './transport-plan';

/**
 * A plan that delivers these awards at the least total of cost x amount, by successive shortest
 * paths (Busacker and Gowen 1960). Every route that carries the same in all plans as cheap is
 * fixed: by complementary slackness, those whose reduced cost under the prices is not 0.
 */
export function cheapestPlan(
  network: SupplyNetwork,
  awards: readonly bigint[],
  costs: readonly bigint[],
): TransportPlan {
  const plan = new TransportPlan(network);
  const search = new Search(plan, [...costs, ...network.stocks.map(() => 0n)]);
  awards.forEach((award, member) => {
    let unmet = award;
    while (unmet > 0n) {
      const way = search.wayTo(plan.placeOf(member));
      assert(way !== null, 'the network carries the awards');
      unmet -= plan.shift(way, unmet);
    }
  });
  search.fixUnlike(search.prices());
  return plan;
}

/** Shortest paths by cost in what a plan leaves open (Bellman and Ford, with a queue). */
class Search {
  constructor(
    private readonly plan: TransportPlan,
    private readonly costs: readonly bigint[],
  ) {}

  /** The cheapest way from what is left to a member, from its end; null when there is none. */
  wayTo(member: number): readonly number[] | null {
    const { ends } = this.plan;
    const nobody = ends.placeCount - 1;
    const cost: (bigint | null)[] = Array.from({ length: ends.placeCount }, () => null);
    cost[nobody] = 0n;
    const cameBy = this.settle(cost, [nobody]);
    if (at(cost, member) === null) return null;
    const way: number[] = [];
    for (
      let place = member;
      place !== nobody;
      place = ends.across(at(way, way.length - 1), place)
    ) {
      way.push(entry(cameBy, place));
    }
    return way;
  }

  /** Prices by place at which no open way costs less than nothing: least costs from anywhere. */
  prices(): readonly bigint[] {
    const cost: (bigint | null)[] = Array.from({ length: this.plan.ends.placeCount }, () => 0n);
    this.settle(cost, [...cost.keys()]);
    return cost.map((each) => each ?? 0n);
  }

  fixUnlike(prices: readonly bigint[]): void {
    const { stockOf, memberOf } = this.plan.ends;
    this.costs.forEach((cost, route) => {
      const [from, to] = [entry(stockOf, route), entry(memberOf, route)];
      if (at(prices, from) + cost !== at(prices, to)) this.plan.fix(route);
    });
  }

  /** Lowers the costs until no way is cheaper; the route that each place was last reached by. */
  private settle(cost: (bigint | null)[], from: number[]): Int32Array {
    const { ends, amounts } = this.plan;
    const cameBy = new Int32Array(ends.placeCount);
    const queue = from;
    const waiting = new Set(from);
    for (const place of queue) {
      waiting.delete(place);
      const here = cost[place] ?? 0n;
      for (const route of ends.routesAt.subarray(ends.first[place], ends.first[place + 1])) {
        const outward = ends.isStock(place);
        if ((outward ? this.plan.roomOn(route) : at(amounts, route)) === 0n) continue;
        const next = ends.across(route, place);
        const there = outward ? here + at(this.costs, route) : here - at(this.costs, route);
        const known = at(cost, next);
        if (known !== null && known <= there) continue;
        cost[next] = there;
        cameBy[next] = route;
        if (waiting.has(next)) continue;
        waiting.add(next);
        queue.push(next);
      }
    }
    return cameBy;
  }
}
