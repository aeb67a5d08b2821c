import { entry } from './route-ends';
import type { RouteEnds } from './route-ends';

/** Which routes may be walked at a moment, 1 or 0 by route: from their stock, from their member. */
export interface Passable {
  readonly fromStock: Uint8Array;
  readonly fromMember: Uint8Array;
}

const NONE = -1;
const NEVER = 2 ** 30;

/**
 * Ways of fewest routes to one target, found one after another while the plan they go through is
 * changed along them. Each place is labelled with a number of steps that it surely needs. Moving
 * mass along a way of fewest steps opens no shorter one, so labels only rise, and a route passed
 * over need not be looked at again before its place is labelled anew: all searches together cost
 * little more than one (R. K. Ahuja and J. B. Orlin, 1991). Apart from such moves, routes may only
 * be closed.
 */
export class ShortestWays {
  private readonly label: Int32Array;
  /** How many places bear each label: when none bears it, those above cannot reach the target. */
  private readonly bearers: Int32Array;
  /** Where to look on among the routes of each place. */
  private readonly next: Int32Array;

  constructor(
    private readonly ends: RouteEnds,
    private readonly passable: Passable,
    private readonly target: number,
  ) {
    this.label = new Int32Array(ends.placeCount).fill(NEVER);
    this.bearers = new Int32Array(ends.placeCount + 1);
    this.next = ends.first.slice();
    this.measure();
  }

  /** Labels each place with the steps it needs as things stand. */
  private measure(): void {
    const { label, bearers, ends } = this;
    const { fromStock, fromMember } = this.passable;
    label[this.target] = 0;
    const queue = new Int32Array(ends.placeCount);
    queue[0] = this.target;
    let tail = 1;
    for (let head = 0; head < tail; head += 1) {
      const place = entry(queue, head);
      const steps = entry(label, place) + 1;
      bearers[steps - 1] = entry(bearers, steps - 1) + 1;
      const [passable, far] = ends.isStock(place)
        ? [fromMember, ends.memberOf]
        : [fromStock, ends.stockOf];
      const end = entry(ends.first, place + 1);
      for (let index = entry(ends.first, place); index < end; index += 1) {
        const route = entry(ends.routesAt, index);
        const from = entry(far, route);
        if (passable[route] === 0 || label[from] !== NEVER) continue;
        label[from] = steps;
        queue[tail++] = from;
      }
    }
  }

  /** The routes of a way of fewest steps to the target; null when there is none, nor ever will. */
  from(start: number): readonly number[] | null {
    const way: number[] = [];
    let place = start;
    while (place !== this.target) {
      if (this.label[start] === NEVER) return null;
      const route = this.step(place);
      if (route === NONE) this.lift(place);
      else way.push(route);
      const walked = route === NONE ? way.pop() : route;
      if (walked !== undefined) place = this.ends.across(walked, place);
    }
    return way;
  }

  /** The next route that leads one step nearer, or NONE. */
  private step(place: number): number {
    const { label, next, ends } = this;
    const nearer = entry(label, place) - 1;
    const [passable, far] = this.onward(place);
    const end = entry(ends.first, place + 1);
    for (let index = entry(next, place); index < end; index += 1) {
      const route = entry(ends.routesAt, index);
      if (passable[route] === 0 || label[entry(far, route)] !== nearer) continue;
      next[place] = index;
      return route;
    }
    return NONE;
  }

  /** Labels a place anew that no route leads nearer from. */
  private lift(place: number): void {
    const { label, bearers, ends } = this;
    const old = entry(label, place);
    bearers[old] = entry(bearers, old) - 1;
    if (bearers[old] === 0) return this.giveUpFrom(old);
    let least = NEVER;
    const [passable, far] = this.onward(place);
    const end = entry(ends.first, place + 1);
    for (let index = entry(ends.first, place); index < end; index += 1) {
      const route = entry(ends.routesAt, index);
      if (passable[route] === 1) least = Math.min(least, entry(label, entry(far, route)) + 1);
    }
    label[place] = least;
    this.next[place] = entry(ends.first, place);
    if (least < NEVER) bearers[least] = entry(bearers, least) + 1;
  }

  private giveUpFrom(least: number): void {
    this.label.forEach((steps, place) => {
      if (steps >= least) this.label[place] = NEVER;
    });
    this.bearers.fill(0, least);
  }

  private onward(place: number): readonly [Uint8Array, Int32Array] {
    const { ends, passable } = this;
    return ends.isStock(place)
      ? [passable.fromStock, ends.memberOf]
      : [passable.fromMember, ends.stockOf];
  }
}
