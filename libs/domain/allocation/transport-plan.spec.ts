import { randomNetwork } from '../../../tests/support/random-network';
import { seeded } from '../../../tests/support/seeded';
import { at } from '../at';
import { routeAwards } from './routing';
import type { Route, SupplyNetwork } from './supply-network';
import { transport } from './transport-flow';
import { carries, planFor, TransportPlan } from './transport-plan';

/** Networks too large to try every plan, against maximum flows that share no search with it. */
const SEEDS = Array.from({ length: 40 }, (_, seed) => seed);

function networkOf(seed: number): SupplyNetwork {
  const next = seeded(seed);
  const [members, stocks] = [2 + next(25), 2 + next(12)];
  const shape = { members, stocks, routes: 1 + next((members * stocks * 2) / 3), stockMax: 30 };
  const { network } = randomNetwork(
    { ...shape, claimMax: 9, weightMax: 9, capMax: 9, cappedShare: next(3) * 50 },
    seed,
  );
  const routes = [...network.routes].sort((a, b) => a.stock - b.stock || a.member - b.member);
  return { ...network, routes };
}

/** Awards that a plan has: so they can be carried, and are mostly not what stocks hold. */
function awardsOf(network: SupplyNetwork, seed: number): readonly bigint[] {
  const next = seeded(seed + 1_000);
  const plan = new TransportPlan(network);
  return Array.from({ length: network.memberCount }, (_, member) =>
    plan.serve(member, BigInt(next(12))),
  );
}

function canCarry(stocks: readonly bigint[], needs: readonly bigint[], routes: readonly Route[]) {
  return transport(stocks, needs, routes).carried;
}

describe('a plan', () => {
  it.each(SEEDS)('serves all that a maximum flow carries, and no more (seed %i)', (seed) => {
    const network = networkOf(seed);
    const next = seeded(seed + 2_000);
    const wanted = Array.from({ length: network.memberCount }, () => BigInt(next(20)));
    const plan = new TransportPlan(network);
    const given = wanted.map((units, member) => plan.serve(member, units));
    expect(canCarry(network.stocks, given, network.routes)).toBe(true);
    for (const [member, units] of given.entries()) {
      if (units === at(wanted, member)) continue;
      const more = given.map((each, index) => (index === member ? each + 1n : each));
      expect(canCarry(network.stocks, more, network.routes)).toBe(false);
      expect(carries(network, more)).toBe(false);
      expect(() => planFor(network, more)).toThrow('the network carries the awards');
    }
    expect(carries(network, given)).toBe(true);
  });

  it.each(SEEDS)('becomes the largest in the order of routes (seed %i)', (seed) => {
    const network = networkOf(seed);
    const awards = awardsOf(network, seed);
    const amounts = routeAwards(network, awards);
    const stocks = [...network.stocks];
    const needs = [...awards];
    network.routes.forEach(({ stock, member, cap }, index) => {
      const amount = at(amounts, index);
      stocks[stock] = at(stocks, stock) - amount;
      needs[member] = at(needs, member) - amount;
      const later = network.routes.slice(index + 1);
      expect(canCarry(stocks, needs, later)).toBe(true);
      if (at(stocks, stock) === 0n || at(needs, member) === 0n || amount === cap) return;
      const fewer = (list: readonly bigint[], place: number) =>
        list.map((each, position) => (position === place ? each - 1n : each));
      expect(canCarry(fewer(stocks, stock), fewer(needs, member), later)).toBe(false);
    });
  });

  it.each(SEEDS)('is a cheapest one: no circle of changes saves anything (seed %i)', (seed) => {
    const network = networkOf(seed);
    const awards = awardsOf(network, seed);
    const next = seeded(seed + 3_000);
    const costs = network.routes.map(() => BigInt(next(seed % 2 === 0 ? 1_000 : 3)));
    const amounts = routeAwards(network, awards, { costs });
    const left = [...network.stocks];
    const arrived = awards.map(() => 0n);
    network.routes.forEach(({ stock, member }, index) => {
      left[stock] = at(left, stock) - at(amounts, index);
      arrived[member] = at(arrived, member) + at(amounts, index);
    });
    expect(arrived).toEqual(awards);
    expect(left.every((mass) => mass >= 0n)).toBe(true);
    expect(hasSavingCircle(changesOf(network, amounts, left, costs))).toBe(false);
  });
});

/** A unit more can go from one place to another at this cost; what is left lies in a place too. */
type Change = readonly [from: string, to: string, cost: bigint];

function changesOf(
  { stocks, routes }: SupplyNetwork,
  amounts: readonly bigint[],
  left: readonly bigint[],
  costs: readonly bigint[],
): readonly Change[] {
  const changes: Change[] = stocks.flatMap((mass, stock): Change[] => [
    ...(at(left, stock) > 0n ? [['left', `S${stock}`, 0n] as const] : []),
    ...(at(left, stock) < mass ? [[`S${stock}`, 'left', 0n] as const] : []),
  ]);
  routes.forEach(({ stock, member, cap }, index) => {
    const [amount, cost] = [at(amounts, index), at(costs, index)];
    if (cap === null || amount < cap) changes.push([`S${stock}`, `M${member}`, cost]);
    if (amount > 0n) changes.push([`M${member}`, `S${stock}`, -cost]);
  });
  return changes;
}

/** Bellman and Ford: with as many rounds as places, costs still fall only on a circle. */
function hasSavingCircle(changes: readonly Change[]): boolean {
  const cost = new Map(changes.flatMap(([from, to]) => [from, to]).map((place) => [place, 0n]));
  const round = (): boolean => {
    let falls = false;
    for (const [from, to, step] of changes) {
      const there = (cost.get(from) ?? 0n) + step;
      if (there >= (cost.get(to) ?? 0n)) continue;
      cost.set(to, there);
      falls = true;
    }
    return falls;
  };
  for (let count = 0; count < cost.size; count += 1) if (!round()) return false;
  return round();
}
