/** The two ends of a route, by position among the stocks and among the members. */
interface Ends {
  readonly stock: number;
  readonly member: number;
}

/**
 * Which routes meet at which place, in numbers only, for searches that look at each route often.
 * Places are stocks first, then members: member m is place `stockCount + m`.
 */
export class RouteEnds {
  readonly placeCount: number;
  /** The place at either end, by route. */
  readonly stockOf: Int32Array;
  readonly memberOf: Int32Array;
  /** The routes at place p, ascending: those from `first[p]` up to `first[p + 1]` in `routesAt`. */
  readonly first: Int32Array;
  readonly routesAt: Int32Array;

  constructor(
    readonly stockCount: number,
    memberCount: number,
    routes: readonly Ends[],
  ) {
    this.placeCount = stockCount + memberCount;
    this.stockOf = Int32Array.from(routes, ({ stock }) => stock);
    this.memberOf = Int32Array.from(routes, ({ member }) => stockCount + member);
    this.first = new Int32Array(this.placeCount + 1);
    this.routesAt = new Int32Array(2 * routes.length);
    this.index();
  }

  private index(): void {
    const { first, routesAt, stockOf, memberOf } = this;
    const sides = [stockOf, memberOf];
    for (const side of sides)
      for (const place of side) first[place + 1] = entry(first, place + 1) + 1;
    for (let place = 1; place < first.length; place += 1) {
      first[place] = entry(first, place) + entry(first, place - 1);
    }
    const next = first.slice();
    for (const side of sides) {
      side.forEach((place, route) => {
        routesAt[entry(next, place)] = route;
        next[place] = entry(next, place) + 1;
      });
    }
  }

  isStock(place: number): boolean {
    return place < this.stockCount;
  }

  /** The routes at a place, ascending. */
  routesOf(place: number): Int32Array {
    return this.routesAt.subarray(this.first[place], this.first[place + 1]);
  }

  /** The other end of a route. */
  across(route: number, place: number): number {
    return entry(this.isStock(place) ? this.memberOf : this.stockOf, route);
  }
}

/** An entry that is there: typed arrays are indexed only by places and routes. */
export function entry(array: Int32Array, index: number): number {
  return array[index] ?? 0;
}
