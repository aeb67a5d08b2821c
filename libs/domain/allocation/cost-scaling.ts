import { at } from '../at';
import { entry } from './route-ends';
import type { TransportPlan } from './transport-plan';

/** Each round is so many times more exact than the one before it. */
const REFINED = 8n;

/**
 * Makes a plan a cheapest one by cost scaling (A. V. Goldberg and R. E. Tarjan, 1990). Each place
 * has a price, and no open way may be cheaper than the prices at its ends differ by more than a
 * slack that is made smaller round by round. In each, routes that are too cheap are filled, those
 * too dear are emptied, and what is then too much somewhere is pushed on, downhill, until it is
 * where something lacks. With costs multiplied by more than there are places, a slack of 1 proves
 * the plan cheapest.
 */
export class CostScaling {
  private readonly factor: bigint;
  private readonly costs: readonly bigint[];
  private readonly prices: bigint[];
  /** What comes to a place beyond what leaves it. */
  private readonly excess: bigint[];
  /** Where to look on among the routes of each place. */
  private readonly next: Int32Array;

  constructor(
    private readonly plan: TransportPlan,
    costs: readonly bigint[],
  ) {
    const { placeCount, first } = plan.ends;
    this.factor = BigInt(placeCount + 1);
    this.costs = costs.map((cost) => cost * this.factor);
    this.prices = Array.from({ length: placeCount }, () => 0n);
    this.excess = [...this.prices];
    this.next = first.slice();
  }

  /** Changes the plan; gives prices in the unit of the costs, right to the next whole number. */
  makeCheapest(): readonly bigint[] {
    let slack = this.costs.reduce((most, cost) => (cost > most ? cost : most), 1n);
    while (slack > 1n) {
      slack = slack / REFINED || 1n;
      this.refine(slack);
    }
    return this.prices.map((price) => price / this.factor);
  }

  private refine(slack: bigint): void {
    const { plan, costs } = this;
    costs.forEach((_, route) => {
      const dearer = this.reducedCost(route);
      if (dearer < 0n) this.move(route, plan.roomOn(route));
      else if (dearer > 0n) this.move(route, -at(plan.amounts, route));
    });
    this.next.set(plan.ends.first);
    const queue = [...this.excess.keys()];
    for (const place of queue) {
      while (at(this.excess, place) > 0n) this.pushOn(place, slack, queue);
    }
  }

  /** Pushes what is too much over the next route that leads downhill, or lowers the place. */
  private pushOn(place: number, slack: bigint, queue: number[]): void {
    const { plan, excess } = this;
    const { ends } = plan;
    const outward = ends.isStock(place);
    const open = outward ? plan.more : plan.less;
    const end = entry(ends.first, place + 1);
    for (let index = entry(this.next, place); index < end; index += 1) {
      const route = entry(ends.routesAt, index);
      if (open[route] === 0) continue;
      const dearer = this.reducedCost(route);
      if (outward ? dearer >= 0n : dearer <= 0n) continue;
      this.next[place] = index;
      const most = outward ? plan.roomOn(route) : at(plan.amounts, route);
      const units = most < at(excess, place) ? most : at(excess, place);
      this.move(route, outward ? units : -units);
      const to = ends.across(route, place);
      if (at(excess, to) > 0n) queue.push(to);
      return;
    }
    this.lower(place, slack);
  }

  private lower(place: number, slack: bigint): void {
    const { plan, prices, costs } = this;
    const { ends } = plan;
    const outward = ends.isStock(place);
    const open = outward ? plan.more : plan.less;
    let best: bigint | null = null;
    for (const route of ends.routesOf(place)) {
      if (open[route] === 0) continue;
      const far = at(prices, ends.across(route, place));
      const price = outward ? far - at(costs, route) : far + at(costs, route);
      if (best === null || price > best) best = price;
    }
    prices[place] = (best ?? at(prices, place)) - slack;
    this.next[place] = entry(ends.first, place);
  }

  /** What a unit sent over a route costs more than the prices at its ends differ. */
  private reducedCost(route: number): bigint {
    const { stockOf, memberOf } = this.plan.ends;
    const [from, to] = [entry(stockOf, route), entry(memberOf, route)];
    return at(this.costs, route) + at(this.prices, from) - at(this.prices, to);
  }

  private move(route: number, units: bigint): void {
    if (units === 0n) return;
    const { stockOf, memberOf } = this.plan.ends;
    this.plan.add(route, units);
    const [from, to] = [entry(stockOf, route), entry(memberOf, route)];
    this.excess[from] = at(this.excess, from) - units;
    this.excess[to] = at(this.excess, to) + units;
  }
}
