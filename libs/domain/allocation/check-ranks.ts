import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import type { SupplyNetwork } from './supply-network';

/**
 * The most that a network can carry to more and more members, each up to its own bound. Shares no
 * code with the solver: it sends along one way at a time, shortest first, until no stock with
 * something left can be reached from a member who could take it. What was reached then is a cut
 * that is full, so that more cannot be carried (Ford and Fulkerson 1956, Edmonds and Karp 1972).
 */
export class MostCarried {
  private readonly scale: bigint;
  private readonly slack: bigint[];
  private readonly wanted: bigint[];
  private readonly routes: readonly { stock: number; member: number; cap: bigint | null }[];
  private readonly amounts: bigint[];
  private readonly ways: {
    readonly members: readonly number[][];
    readonly stocks: readonly number[][];
  };
  private carried = 0n;

  constructor(network: SupplyNetwork, uppers: readonly Rational[]) {
    this.scale = rational.commonDenominator(uppers);
    this.slack = network.stocks.map((mass) => mass * this.scale);
    this.wanted = uppers.map(({ p, q }) => p * (this.scale / q));
    this.routes = network.routes.map(({ cap, ...ends }) => ({
      ...ends,
      cap: cap === null ? null : cap * this.scale,
    }));
    this.amounts = this.routes.map(() => 0n);
    this.ways = { members: uppers.map(() => []), stocks: network.stocks.map(() => []) };
    this.routes.forEach(({ stock, member }, way) => {
      this.ways.members[member]?.push(way);
      this.ways.stocks[stock]?.push(way);
    });
  }

  /** Lets these members draw too, and gives the most that they and all before them can get. */
  with(members: readonly number[]): Rational {
    for (const member of members) while (this.sendTo(member));
    return rational.ratio(this.carried, this.scale);
  }

  /** Sends along the shortest way to the member; false when there is none. */
  private sendTo(member: number): boolean {
    if ((this.wanted[member] ?? 0n) === 0n) return false;
    const way = this.shortestWay(member);
    if (way === null) return false;
    let amount = this.wanted[member] ?? 0n;
    amount = least(amount, this.slack[way.stock] ?? 0n);
    for (const { route, isMore } of way.steps) amount = least(amount, this.roomOf(route, isMore));
    for (const { route, isMore } of way.steps) {
      this.amounts[route] = (this.amounts[route] ?? 0n) + (isMore ? amount : -amount);
    }
    this.slack[way.stock] = (this.slack[way.stock] ?? 0n) - amount;
    this.wanted[member] = (this.wanted[member] ?? 0n) - amount;
    this.carried += amount;
    return true;
  }

  /** What a route can carry more, or less. */
  private roomOf(route: number, isMore: boolean): bigint | null {
    const carried = this.amounts[route] ?? 0n;
    if (!isMore) return carried;
    const cap = this.routes[route]?.cap ?? null;
    return cap === null ? null : cap - carried;
  }

  /** Over routes that carry more into a member, and less out of a stock that it shall come from. */
  private shortestWay(member: number): Way | null {
    const from = new Map<Stop, { readonly stop: Stop; readonly step: Step } | null>();
    const start: Stop = `m${member}`;
    from.set(start, null);
    const queue: Stop[] = [start];
    for (const stop of queue) {
      const [isMember, index] = [stop.startsWith('m'), Number(stop.slice(1))];
      if (!isMember && (this.slack[index] ?? 0n) > 0n) return wayTo(stop, index, from);
      for (const route of (isMember ? this.ways.members : this.ways.stocks)[index] ?? []) {
        const ends = this.routes[route];
        if (ends === undefined || this.roomOf(route, isMember) === 0n) continue;
        const next: Stop = isMember ? `s${ends.stock}` : `m${ends.member}`;
        if (from.has(next)) continue;
        from.set(next, { stop, step: { route, isMore: isMember } });
        queue.push(next);
      }
    }
    return null;
  }
}

type Stop = `m${number}` | `s${number}`;

interface Step {
  readonly route: number;
  readonly isMore: boolean;
}

interface Way {
  readonly stock: number;
  readonly steps: readonly Step[];
}

function wayTo(
  end: Stop,
  stock: number,
  from: ReadonlyMap<Stop, { readonly stop: Stop; readonly step: Step } | null>,
): Way {
  const steps: Step[] = [];
  for (let back = from.get(end); back; back = from.get(back.stop)) steps.push(back.step);
  return { stock, steps };
}

/** The smaller one; null is no limit. */
function least(amount: bigint, limit: bigint | null): bigint {
  return limit !== null && limit < amount ? limit : amount;
}
