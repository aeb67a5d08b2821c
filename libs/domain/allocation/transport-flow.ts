import { at } from '../at';
import { entry, RouteEnds } from './route-ends';

/** A way from a stock to a member of one transport problem, both by position. */
export interface Way {
  readonly stock: number;
  readonly member: number;
  /** The most it carries, or null when nothing limits it. */
  readonly cap: bigint | null;
}

/** The most that stocks can send to members, whole units: what is left over, and how it went. */
export interface Transport {
  /** Mass on each way. */
  readonly amounts: readonly bigint[];
  readonly carried: boolean;
  /** Whether a stock could still send a unit to this place, directly or by sending others less. */
  readonly reachesStock: (stock: number) => boolean;
  readonly reachesMember: (member: number) => boolean;
}

/**
 * Maximum flow from supplies to needs by Dinic's blocking flows (E. A. Dinic, 1970), exact on
 * bigint. The ways must be in ascending (stock, member); the flow found depends on nothing else.
 */
export function transport(
  supplies: readonly bigint[],
  needs: readonly bigint[],
  ways: readonly Way[],
): Transport {
  const search = new TransportSearch(supplies, needs, ways);
  while (search.layer()) search.block();
  return search.result();
}

/**
 * The same with needs that grow: each call adds needs by member and gives the most that all of
 * them so far can get together.
 */
export function growingTransport(
  supplies: readonly bigint[],
  memberCount: number,
  ways: readonly Way[],
): (members: readonly number[], masses: readonly bigint[]) => bigint {
  const nobody = Array.from({ length: memberCount }, () => 0n);
  const search = new TransportSearch(supplies, nobody, ways);
  const held = supplies.reduce((sum, mass) => sum + mass, 0n);
  return (members, masses) => {
    members.forEach((member, index) => search.want(member, at(masses, index)));
    while (search.layer()) search.block();
    return held - search.leftOver();
  };
}

const UNSEEN = -1;

/**
 * Places are numbered stocks first, then members. What can be entered is kept in bytes beside the
 * masses, so that a search does no arithmetic: only a path that carries something does.
 */
class TransportSearch {
  private readonly left: bigint[];
  private readonly wanted: bigint[];
  private readonly amounts: bigint[];
  /** Room on each way; of no meaning where nothing limits it. */
  private readonly room: (bigint | null)[];
  /** 1 where one more unit can go along the way. */
  private readonly open: Uint8Array;
  /** 1 where a unit on the way can be taken back. */
  private readonly loaded: Uint8Array;
  private readonly ends: RouteEnds;
  private readonly depth: Int32Array;
  private readonly next: Int32Array;
  private readonly queue: Int32Array;
  /** The depth of the nearest member in need, found by the last search. */
  private nearest = UNSEEN;
  private readonly stockCount: number;

  constructor(supplies: readonly bigint[], needs: readonly bigint[], ways: readonly Way[]) {
    this.stockCount = supplies.length;
    this.left = [...supplies];
    this.wanted = [...needs];
    this.amounts = ways.map(() => 0n);
    this.room = ways.map(({ cap }) => cap);
    this.open = Uint8Array.from(ways, ({ cap }) => (cap === 0n ? 0 : 1));
    this.loaded = new Uint8Array(ways.length);
    this.ends = new RouteEnds(supplies.length, needs.length, ways);
    this.depth = new Int32Array(this.ends.placeCount);
    this.next = new Int32Array(this.ends.placeCount);
    this.queue = new Int32Array(this.ends.placeCount);
  }

  /** Marks how far each place lies from a stock with something left; false when none is in need. */
  layer(): boolean {
    const { depth, queue, open, loaded, ends } = this;
    depth.fill(UNSEEN);
    this.nearest = UNSEEN;
    let tail = 0;
    this.left.forEach((mass, stock) => {
      if (mass === 0n) return;
      depth[stock] = 0;
      queue[tail++] = stock;
    });
    for (let head = 0; head < tail; head += 1) {
      const place = entry(queue, head);
      const deeper = entry(depth, place) + 1;
      if (this.nearest !== UNSEEN && deeper > this.nearest) break;
      const isStock = ends.isStock(place);
      const [usable, far] = isStock ? [open, ends.memberOf] : [loaded, ends.stockOf];
      const end = entry(ends.first, place + 1);
      for (let index = entry(ends.first, place); index < end; index += 1) {
        const way = entry(ends.routesAt, index);
        const to = entry(far, way);
        if (usable[way] === 0 || depth[to] !== UNSEEN) continue;
        depth[to] = deeper;
        queue[tail++] = to;
        if (isStock && this.wanted[to - this.stockCount] !== 0n) this.nearest = deeper;
      }
    }
    return this.nearest !== UNSEEN;
  }

  /** Sends mass along shortest paths until none is left. */
  block(): void {
    this.next.set(this.ends.first.subarray(0, this.next.length));
    for (let stock = 0; stock < this.stockCount; stock += 1) {
      while (this.left[stock] !== 0n && this.follow(stock));
    }
  }

  /** Finds one shortest path from a stock to a member in need and sends what it carries. */
  private follow(from: number): boolean {
    const path: number[] = [];
    let place = from;
    for (;;) {
      const member = place - this.stockCount;
      if (member >= 0 && this.depth[place] === this.nearest && this.wanted[member] !== 0n) {
        this.send(from, member, path);
        return true;
      }
      const way = this.step(place);
      if (way !== UNSEEN) {
        path.push(way);
        place = this.ends.across(way, place);
        continue;
      }
      const back = path.pop();
      if (back === undefined) return false;
      place = this.ends.across(back, place);
      this.next[place] = entry(this.next, place) + 1;
    }
  }

  /** The next way that leads one step further from the stocks, or UNSEEN. */
  private step(place: number): number {
    const deeper = entry(this.depth, place) + 1;
    if (deeper > this.nearest) return UNSEEN;
    const { ends } = this;
    const [usable, far] = ends.isStock(place)
      ? [this.open, ends.memberOf]
      : [this.loaded, ends.stockOf];
    const end = entry(ends.first, place + 1);
    for (let index = entry(this.next, place); index < end; index += 1) {
      const way = entry(ends.routesAt, index);
      if (usable[way] === 0 || this.depth[entry(far, way)] !== deeper) continue;
      this.next[place] = index;
      return way;
    }
    this.next[place] = end;
    return UNSEEN;
  }

  /** Along a path ways are used forward and backward in turn, forward first. */
  private send(from: number, member: number, path: readonly number[]): void {
    let mass = smaller(at(this.left, from), at(this.wanted, member));
    path.forEach((way, step) => {
      const most = step % 2 === 0 ? this.room[way] : at(this.amounts, way);
      if (most !== null && most !== undefined) mass = smaller(mass, most);
    });
    path.forEach((way, step) => this.move(way, step % 2 === 0 ? mass : -mass));
    this.left[from] = at(this.left, from) - mass;
    this.wanted[member] = at(this.wanted, member) - mass;
  }

  private move(way: number, mass: bigint): void {
    const amount = at(this.amounts, way) + mass;
    this.amounts[way] = amount;
    this.loaded[way] = amount === 0n ? 0 : 1;
    const room = this.room[way];
    if (room === null || room === undefined) return;
    this.room[way] = room - mass;
    this.open[way] = room === mass ? 0 : 1;
  }

  want(member: number, mass: bigint): void {
    this.wanted[member] = at(this.wanted, member) + mass;
  }

  leftOver(): bigint {
    return this.left.reduce((sum, mass) => sum + mass, 0n);
  }

  result(): Transport {
    return {
      amounts: this.amounts,
      carried: this.wanted.every((mass) => mass === 0n),
      reachesStock: (stock) => this.depth[stock] !== UNSEEN,
      reachesMember: (member) => this.depth[this.stockCount + member] !== UNSEEN,
    };
  }
}

function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
