import { at } from '../at';
import { CostScaling } from './cost-scaling';
import { entry } from './route-ends';
import type { SupplyNetwork } from './supply-network';
import { planFor } from './transport-plan';
import type { TransportPlan } from './transport-plan';

/**
 * A plan that delivers these awards at the least total of cost x amount. Every route that carries
 * the same in all plans as cheap is fixed: by complementary slackness, those whose reduced cost
 * under the prices is not 0.
 */
export function cheapestPlan(
  network: SupplyNetwork,
  awards: readonly bigint[],
  costs: readonly bigint[],
): TransportPlan {
  const plan = planFor(network, awards);
  const all = [...costs, ...network.stocks.map(() => 0n)];
  const prices = settledPrices(plan, all, new CostScaling(plan, all).makeCheapest());
  const { stockOf, memberOf } = plan.ends;
  all.forEach((cost, route) => {
    const [from, to] = [entry(stockOf, route), entry(memberOf, route)];
    if (at(prices, from) + cost !== at(prices, to)) plan.fix(route);
  });
  return plan;
}

/**
 * Lowers prices until no open way costs less than the prices at its ends differ (Bellman and Ford,
 * with a queue). The plan must be a cheapest one.
 */
function settledPrices(
  plan: TransportPlan,
  costs: readonly bigint[],
  start: readonly bigint[],
): readonly bigint[] {
  const { ends } = plan;
  const prices = [...start];
  const queue = [...prices.keys()];
  const waiting = new Set(queue);
  for (const place of queue) {
    waiting.delete(place);
    const here = at(prices, place);
    const outward = ends.isStock(place);
    for (const route of ends.routesOf(place)) {
      if ((outward ? plan.more : plan.less)[route] === 0) continue;
      const next = ends.across(route, place);
      const there = outward ? here + at(costs, route) : here - at(costs, route);
      if (at(prices, next) <= there) continue;
      prices[next] = there;
      if (waiting.has(next)) continue;
      waiting.add(next);
      queue.push(next);
    }
  }
  return prices;
}
