import { entry } from './route-ends';
import type { ShortestWays } from './shortest-ways';
import type { TransportPlan } from './transport-plan';

/**
 * Turns a plan into the lexicographically largest one that differs from it only on routes that are
 * not fixed: stock by stock, each route in turn carries as much as it can while every award is
 * still met and earlier routes stay as they are. More on a route is a unit too many at its member,
 * which has to find a way back to the stock it came from.
 */
export function makeLargest(plan: TransportPlan, stocks: readonly number[]): void {
  for (const stock of stocks) {
    const ways = plan.waysTo(stock);
    for (const route of plan.ends.routesOf(stock)) {
      if (!plan.isFixed(route)) raise(plan, route, ways);
    }
  }
}

function raise(plan: TransportPlan, route: number, ways: ShortestWays): void {
  plan.fix(route);
  for (let room = plan.roomOn(route); room > 0n; room = plan.roomOn(route)) {
    const way = ways.from(entry(plan.ends.memberOf, route));
    if (way === null) return;
    plan.shift([route, ...way], room);
  }
}
