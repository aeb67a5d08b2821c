import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import type { SupplyNetwork } from './supply-network';

/**
 * The most that a network can carry to more and more members, each up to its own bound. Shares no
 * code with the solver: it sends along all shortest ways until no stock with something left can be
 * reached from a member who could take it. What was reached then is a cut that is full, so that
 * more cannot be carried (Ford and Fulkerson 1956, Dinic 1970).
 */
export class MostCarried {
  private readonly scale: bigint;
  private readonly memberCount: number;
  private readonly slack: bigint[];
  private readonly wanted: bigint[];
  private readonly routes: readonly Carrying[];
  /** Routes by place: members by position, then stocks after them. */
  private readonly ways: readonly (readonly number[])[];
  private readonly asking: number[] = [];
  private carried = 0n;

  constructor(network: SupplyNetwork, uppers: readonly Rational[]) {
    this.scale = rational.commonDenominator(uppers);
    this.memberCount = uppers.length;
    this.slack = network.stocks.map((mass) => mass * this.scale);
    this.wanted = uppers.map(({ p, q }) => p * (this.scale / q));
    const ways = Array.from({ length: uppers.length + network.stocks.length }, (): number[] => []);
    this.routes = network.routes.map(({ stock, member, cap }, way) => {
      const place = this.memberCount + stock;
      ways[member]?.push(way);
      ways[place]?.push(way);
      return { stock: place, member, amount: 0n, cap: cap === null ? null : cap * this.scale };
    });
    this.ways = ways;
  }

  /** Lets these members draw too, and gives the most that they and all before them can get. */
  with(members: readonly number[]): Rational {
    for (const member of members) this.asking.push(member);
    for (let levels = this.levels(); levels !== null; levels = this.levels()) {
      const search = { levels, next: new Int32Array(levels.length) };
      for (const member of this.asking) this.sendTo(member, search);
    }
    return rational.ratio(this.carried, this.scale);
  }

  /** How many steps each place is from a member that asks; null if no stock with slack is met. */
  private levels(): Int32Array | null {
    const levels = new Int32Array(this.ways.length).fill(-1);
    const queue = this.asking.filter((member) => (this.wanted[member] ?? 0n) > 0n);
    for (const member of queue) levels[member] = 0;
    let isMet = false;
    for (const place of queue) {
      isMet ||= this.slackAt(place) > 0n;
      for (const way of this.ways[place] ?? []) {
        const to = this.otherEnd(way, place);
        if (levels[to] !== -1 || !this.isOpen(way, place)) continue;
        levels[to] = (levels[place] ?? 0) + 1;
        queue.push(to);
      }
    }
    return isMet ? levels : null;
  }

  /** Sends to one member along ways that get a step further each time, until there is none. */
  private sendTo(member: number, { levels, next }: Search): void {
    const path: Step[] = [];
    let place = member;
    while ((this.wanted[member] ?? 0n) > 0n) {
      if (this.slackAt(place) > 0n) {
        this.send(member, place, path);
        path.length = 0;
        place = member;
        continue;
      }
      const way = this.ways[place]?.[next[place] ?? 0];
      if (way === undefined) {
        const back = path.pop();
        if (back === undefined) return;
        place = back.from;
        next[place] = (next[place] ?? 0) + 1;
      } else if (this.isStep(way, place, levels)) {
        path.push({ way, from: place });
        place = this.otherEnd(way, place);
      } else {
        next[place] = (next[place] ?? 0) + 1;
      }
    }
  }

  private send(member: number, stock: number, path: readonly Step[]): void {
    let amount = least(this.wanted[member] ?? 0n, this.slackAt(stock));
    for (const { way, from } of path) amount = least(amount, this.roomOf(way, from));
    for (const { way, from } of path) {
      const route = this.routes[way];
      if (route !== undefined) route.amount += this.isMember(from) ? amount : -amount;
    }
    this.slack[stock - this.memberCount] = this.slackAt(stock) - amount;
    this.wanted[member] = (this.wanted[member] ?? 0n) - amount;
    this.carried += amount;
  }

  private isStep(way: number, from: number, levels: Int32Array): boolean {
    const isNext = levels[this.otherEnd(way, from)] === (levels[from] ?? 0) + 1;
    return isNext && this.isOpen(way, from);
  }

  private isMember(place: number): boolean {
    return place < this.memberCount;
  }

  private slackAt(place: number): bigint {
    return this.isMember(place) ? 0n : (this.slack[place - this.memberCount] ?? 0n);
  }

  private otherEnd(way: number, from: number): number {
    const route = this.routes[way];
    return (this.isMember(from) ? route?.stock : route?.member) ?? from;
  }

  private isOpen(way: number, from: number): boolean {
    return this.roomOf(way, from) !== 0n;
  }

  /** What a route can carry more into a member, or less out of a stock; null is no limit. */
  private roomOf(way: number, from: number): bigint | null {
    const { amount = 0n, cap = 0n } = this.routes[way] ?? {};
    if (!this.isMember(from)) return amount;
    return cap === null ? null : cap - amount;
  }
}

interface Carrying {
  readonly stock: number;
  readonly member: number;
  readonly cap: bigint | null;
  amount: bigint;
}

interface Search {
  readonly levels: Int32Array;
  /** By place, how many of its ways are known to lead no further. */
  readonly next: Int32Array;
}

interface Step {
  readonly way: number;
  readonly from: number;
}

/** The smaller one; null is no limit. */
function least(amount: bigint, limit: bigint | null): bigint {
  return limit !== null && limit < amount ? limit : amount;
}
