import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import type { Block, Division, Route, Stake, SupplyNetwork } from './supply-network';

/**
 * Checks that a division is the leximin division of its network, without an optimiser and sharing
 * no code with the solver. Feasible: the flow respects stocks and routes and delivers the awards.
 * Optimal: each block's cut is tight, so whoever is behind it can gain only from another behind it,
 * and all of those are at their lower bound or at a level no higher; whoever is not behind it is at
 * its upper bound. That is max-min fairness, which has one solution. Returns the faults found.
 */
export function checkCertificate(
  network: SupplyNetwork,
  stakes: readonly Stake[],
  division: Division,
): readonly string[] {
  const shape = checkShape(network, stakes, division);
  if (shape.length > 0) return shape;
  return [
    ...checkFlow(network, division),
    ...checkBounds(stakes, division.awards),
    ...checkBlocks(network, stakes, division),
  ];
}

function checkShape(
  network: SupplyNetwork,
  stakes: readonly Stake[],
  { awards, flow, blocks }: Division,
): readonly string[] {
  const faults: string[] = [];
  if (stakes.length !== network.memberCount) faults.push('not one stake for each member');
  if (awards.length !== network.memberCount) faults.push('not one award for each member');
  if (flow.length !== network.routes.length) faults.push('not one flow for each route');
  const stockOutside = (index: number) => network.stocks[index] === undefined;
  const memberOutside = (index: number) => stakes[index] === undefined;
  for (const { members, cut } of blocks) {
    if ([...members, ...cut.members].some(memberOutside)) faults.push('a block names no member');
    if (cut.stocks.some(stockOutside)) faults.push('a cut names no stock');
  }
  if (network.routes.some((route) => stockOutside(route.stock) || memberOutside(route.member))) {
    faults.push('a route leads nowhere');
  }
  return faults;
}

function checkFlow(network: SupplyNetwork, { awards, flow }: Division): readonly string[] {
  const faults: string[] = [];
  const drawn = network.stocks.map(() => rational.ZERO);
  const received = awards.map(() => rational.ZERO);
  network.routes.forEach(({ stock, member, cap }, index) => {
    const amount = flow[index] ?? rational.ZERO;
    if (amount.p < 0n) faults.push(`route ${index} carries less than nothing`);
    if (cap !== null && rational.compare(amount, rational.of(cap)) > 0) {
      faults.push(`route ${index} carries more than its cap`);
    }
    drawn[stock] = rational.add(drawn[stock] ?? rational.ZERO, amount);
    received[member] = rational.add(received[member] ?? rational.ZERO, amount);
  });
  network.stocks.forEach((mass, index) => {
    if (rational.compare(drawn[index] ?? rational.ZERO, rational.of(mass)) > 0) {
      faults.push(`stock ${index} gives more than it holds`);
    }
  });
  awards.forEach((award, index) => {
    if (!rational.equal(award, received[index] ?? rational.ZERO)) {
      faults.push(`member ${index} receives another amount than its award`);
    }
  });
  return faults;
}

function checkBounds(stakes: readonly Stake[], awards: readonly Rational[]): readonly string[] {
  return stakes.flatMap(({ weight, lower, upper }, index) => {
    const award = awards[index] ?? rational.ZERO;
    if (rational.compare(award, lower) < 0) return [`member ${index} is below its lower bound`];
    if (rational.compare(award, upper) > 0) return [`member ${index} is above its upper bound`];
    const fixed = rational.equal(lower, upper);
    return weight.p > 0n || fixed ? [] : [`member ${index} has no weight but room to rise`];
  });
}

function checkBlocks(
  network: SupplyNetwork,
  stakes: readonly Stake[],
  { awards, blocks }: Division,
): readonly string[] {
  const faults: string[] = [];
  const settled = new Set<number>();
  const cut = new GrowingCut(network, awards);
  let below: Rational | null = null;
  blocks.forEach((block, number) => {
    if (below !== null && rational.compare(block.level, below) <= 0) {
      faults.push(`block ${number} does not rise above the one before it`);
    }
    below = block.level;
    for (const member of block.members) {
      if (settled.has(member)) faults.push(`member ${member} is settled twice`);
      settled.add(member);
    }
    cut.add(block.cut);
    const found = checkMembers(block, number, stakes, awards, cut.members);
    for (const fault of found) faults.push(fault);
    if (block.cut.members.some((member) => !settled.has(member))) {
      faults.push(`the cut of block ${number} holds a member not settled yet`);
    }
    if (!cut.isTight()) faults.push(`the cut of block ${number} is not tight`);
  });
  if (settled.size !== stakes.length) faults.push('not every member is settled');
  return faults;
}

function checkMembers(
  { level, members }: Block,
  number: number,
  stakes: readonly Stake[],
  awards: readonly Rational[],
  cutMembers: ReadonlySet<number>,
): readonly string[] {
  let reached = level.p === 0n;
  const faults = members.flatMap((member) => {
    const stake = stakes[member];
    const award = awards[member];
    if (stake === undefined || award === undefined) return [`block ${number} names no member`];
    const atLevel = rational.mul(level, stake.weight);
    reached ||= stake.weight.p > 0n && rational.equal(award, atLevel);
    const wanted = rational.min(stake.upper, atLevel);
    if (!rational.equal(award, rational.max(stake.lower, wanted))) {
      return [`the award of member ${member} does not follow from the level of block ${number}`];
    }
    const full = rational.equal(award, stake.upper);
    return full || cutMembers.has(member) ? [] : [`nothing keeps member ${member} from more`];
  });
  return reached ? faults : [...faults, `no member of block ${number} stands at its level`];
}

/** The cut of the blocks so far: each place and each route is counted once, as it enters. */
class GrowingCut {
  readonly members = new Set<number>();
  private readonly stocks = new Set<number>();
  private readonly routesAt: {
    readonly stocks: readonly (readonly Route[])[];
    readonly members: readonly (readonly Route[])[];
  };
  /** The most that cut members can get: cut stocks, and capped routes from all others. */
  private most = 0n;
  /** Ways without a cap from other stocks to cut members: each lets more through than counted. */
  private unlimited = 0;
  private received = rational.ZERO;

  constructor(
    private readonly network: SupplyNetwork,
    private readonly awards: readonly Rational[],
  ) {
    const stocks = network.stocks.map((): Route[] => []);
    const members = awards.map((): Route[] => []);
    for (const route of network.routes) {
      stocks[route.stock]?.push(route);
      members[route.member]?.push(route);
    }
    this.routesAt = { stocks, members };
  }

  add(cut: Block['cut']): void {
    for (const stock of cut.stocks) this.addStock(stock);
    for (const member of cut.members) this.addMember(member);
  }

  private addStock(stock: number): void {
    if (this.stocks.has(stock)) return;
    this.stocks.add(stock);
    this.most += this.network.stocks[stock] ?? 0n;
    for (const route of this.routesAt.stocks[stock] ?? []) {
      if (this.members.has(route.member)) this.count(route, -1);
    }
  }

  private addMember(member: number): void {
    if (this.members.has(member)) return;
    this.members.add(member);
    this.received = rational.add(this.received, this.awards[member] ?? rational.ZERO);
    for (const route of this.routesAt.members[member] ?? []) {
      if (!this.stocks.has(route.stock)) this.count(route, 1);
    }
  }

  private count({ cap }: Route, times: 1 | -1): void {
    if (cap === null) this.unlimited += times;
    else this.most += BigInt(times) * cap;
  }

  /** Cut members get all of the cut stocks, and all that other stocks may send: no slack. */
  isTight(): boolean {
    return this.unlimited === 0 && rational.equal(this.received, rational.of(this.most));
  }
}
