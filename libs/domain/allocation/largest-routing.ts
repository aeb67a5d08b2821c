import { assert } from '../assert';
import { at } from '../at';
import type { Face } from './cheapest-plan';
import { least } from './transport-plan';
import type { TransportPlan } from './transport-plan';

/**
 * Turns a plan into the lexicographically largest one of its face: stock by stock, each route in
 * turn carries as much as it can while every award is still met and earlier routes stay as they
 * are. More on a route means less from a later stock, which frees a unit there; that unit goes to
 * another member, or stays while a stock with something left gives one, until some unit of this
 * stock's own comes free.
 */
export class LargestRouting {
  /** Stocks whose routes are final. */
  private readonly closed = new Set<number>();

  constructor(
    private readonly plan: TransportPlan,
    private readonly face: Face,
  ) {}

  /** Amounts by route of the network, the largest in this order of stocks. */
  inOrder(stocks: readonly number[]): readonly bigint[] {
    for (const stock of stocks) this.fill(stock);
    return this.plan.amounts;
  }

  private fill(stock: number): void {
    const own = at(this.plan.ofStock, stock);
    const search = new StockSearch(this.plan, this.face, stock, this.closed);
    for (const route of own) {
      search.close(route);
      while (this.face.routeIsFree(route) && this.plan.roomOn(route) > 0n) {
        if (!search.raise(route)) break;
      }
    }
    this.closed.add(stock);
  }
}

/** One step of a search: over a route, or by way of what is left in a stock. */
interface Step {
  readonly from: number;
  readonly route: number | null;
}

/** Searches on behalf of one stock. Places are members, then stocks, then what stocks have left. */
class StockSearch {
  private readonly memberCount: number;
  private readonly leftovers: number;
  /** Its own routes that may still give something back, by member. */
  private readonly open = new Map<number, number>();
  /** Places from which no way leads to this stock, nor ever will while it is being filled. */
  private readonly shut = new Set<number>();

  constructor(
    private readonly plan: TransportPlan,
    private readonly face: Face,
    private readonly stock: number,
    private readonly closed: ReadonlySet<number>,
  ) {
    this.memberCount = plan.network.memberCount;
    this.leftovers = this.memberCount + plan.network.stocks.length;
    for (const route of at(plan.ofStock, stock)) {
      if (face.routeIsFree(route)) this.open.set(at(plan.network.routes, route).member, route);
    }
  }

  close(route: number): void {
    this.open.delete(at(this.plan.network.routes, route).member);
  }

  /** Lets a route carry more, if that can be; false when it cannot. */
  raise(route: number): boolean {
    const { member } = at(this.plan.network.routes, route);
    if (this.shut.has(member)) return false;
    const steps = new Map<number, Step>([[member, { from: member, route }]]);
    const queue = [member];
    for (const place of queue) {
      if (this.look(place, steps, queue)) {
        this.shift(route, member, steps);
        return true;
      }
    }
    for (const place of queue) this.shut.add(place);
    return false;
  }

  /** Adds the places one step away; true once this stock is among them. */
  private look(place: number, steps: Map<number, Step>, queue: number[]): boolean {
    const reach = (next: number, route: number | null): boolean => {
      if (steps.has(next) || this.shut.has(next)) return false;
      steps.set(next, { from: place, route });
      queue.push(next);
      return next === this.memberCount + this.stock;
    };
    if (place < this.memberCount) return this.lookFromMember(place, reach);
    if (place < this.leftovers) return this.lookFromStock(place - this.memberCount, reach);
    return this.plan.left.some(
      (left, stock) =>
        left > 0n &&
        !this.closed.has(stock) &&
        this.face.stockIsFree(stock) &&
        reach(this.memberCount + stock, null),
    );
  }

  /** A member with a unit too many gives one back: to this stock if it can, else to a later one. */
  private lookFromMember(member: number, reach: Reach): boolean {
    const { plan, face } = this;
    const back = this.open.get(member);
    if (back !== undefined && at(plan.amounts, back) > 0n) {
      return reach(this.memberCount + this.stock, back);
    }
    for (const route of at(plan.ofMember, member)) {
      const { stock } = at(plan.network.routes, route);
      if (stock === this.stock || this.closed.has(stock)) continue;
      if (at(plan.amounts, route) === 0n || !face.routeIsFree(route)) continue;
      reach(this.memberCount + stock, route);
    }
    return false;
  }

  /** A stock with a unit too many gives it to another member, or keeps it. */
  private lookFromStock(stock: number, reach: Reach): boolean {
    const { plan, face } = this;
    if (face.stockIsFree(stock)) reach(this.leftovers, null);
    for (const route of at(plan.ofStock, stock)) {
      if (plan.roomOn(route) === 0n || !face.routeIsFree(route)) continue;
      reach(at(plan.network.routes, route).member, route);
    }
    return false;
  }

  private shift(route: number, member: number, steps: ReadonlyMap<number, Step>): void {
    const { plan } = this;
    const changes: { readonly route: number; readonly more: boolean }[] = [{ route, more: true }];
    let units = plan.roomOn(route);
    let place = this.memberCount + this.stock;
    while (place !== member) {
      const step = steps.get(place);
      assert(step !== undefined, 'every place was reached from another');
      const { from, route: way } = step;
      if (way !== null) {
        const more = place < this.memberCount;
        units = least(units, more ? plan.roomOn(way) : at(plan.amounts, way));
        changes.push({ route: way, more });
      } else if (place < this.leftovers) {
        units = least(units, at(plan.left, place - this.memberCount));
      }
      place = from;
    }
    for (const change of changes) plan.add(change.route, change.more ? units : -units);
  }
}

type Reach = (next: number, route: number | null) => boolean;
