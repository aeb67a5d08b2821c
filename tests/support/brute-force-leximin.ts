import * as rational from '#domain/quantity/rational';
import type { Rational } from '#domain/quantity/rational';
import type { Stake, SupplyNetwork } from '#domain/allocation/supply-network';

/**
 * Leximin by enumeration, for tests: no flow, no cut search. What can reach a set of members is the
 * minimum over all sets of stocks of (those stocks + what capped routes bring in from the others).
 * The common level rises to the first value at which some set wants exactly what can reach it.
 * Null when the lower bounds cannot be carried.
 */
export function bruteForceLeximin(
  network: SupplyNetwork,
  stakes: readonly Stake[],
): readonly Rational[] | null {
  const sets = subsets(network.memberCount).filter((set) => set.length > 0);
  const reach = sets.map((set) => reachOf(network, new Set(set)));
  const awards: (Rational | null)[] = stakes.map(() => null);
  const wanted = (index: number, level: Rational) => {
    const stake = stakes[index];
    if (stake === undefined) throw new Error('No such member.');
    const target = rational.clamp(rational.mul(level, stake.weight), stake.lower, stake.upper);
    return awards[index] ?? target;
  };
  const slack = (set: readonly number[], number: number, level: Rational) => {
    const want = rational.sum(set.map((index) => wanted(index, level)));
    return rational.sub(rational.of(reach[number] ?? 0n), want);
  };
  if (sets.some((set, number) => slack(set, number, rational.ZERO).p < 0n)) return null;
  while (awards.includes(null)) {
    let level = top(stakes);
    sets.forEach((set, number) => {
      const limit = highestLevel(set, stakes, (at) => slack(set, number, at));
      if (limit !== null) level = rational.min(level, limit);
    });
    const reached = level;
    const tight = new Set(
      sets.filter((set, number) => slack(set, number, reached).p === 0n).flat(),
    );
    const now = stakes.map((_, index) => wanted(index, reached));
    stakes.forEach((stake, index) => {
      const target = now[index] ?? rational.ZERO;
      if (tight.has(index) || rational.equal(target, stake.upper)) awards[index] ??= target;
    });
  }
  return awards.map((award) => award ?? rational.ZERO);
}

function top(stakes: readonly Stake[]): Rational {
  return stakes.map((stake) => rational.div(stake.upper, stake.weight)).reduce(rational.max);
}

/** The largest level with no negative slack, or null when the slack never becomes negative. */
function highestLevel(
  set: readonly number[],
  stakes: readonly Stake[],
  slackAt: (level: Rational) => Rational,
): Rational | null {
  const turns = set
    .flatMap((index) => {
      const stake = stakes[index];
      if (stake === undefined) throw new Error('No such member.');
      return [rational.div(stake.lower, stake.weight), rational.div(stake.upper, stake.weight)];
    })
    .sort(rational.compare);
  let before = rational.ZERO;
  for (const turn of turns) {
    const [high, low] = [slackAt(before), slackAt(turn)];
    if (low.p < 0n) {
      // Between two turns the slack is a straight line: the zero lies where the line says.
      const share = rational.div(high, rational.sub(high, low));
      return rational.add(before, rational.mul(share, rational.sub(turn, before)));
    }
    before = turn;
  }
  return null;
}

function reachOf(network: SupplyNetwork, members: ReadonlySet<number>): bigint {
  const values = subsets(network.stocks.length).flatMap((counted) => {
    let mass = counted.reduce((sum, stock) => sum + (network.stocks[stock] ?? 0n), 0n);
    for (const { stock, member, cap } of network.routes) {
      if (counted.includes(stock) || !members.has(member)) continue;
      if (cap === null) return [];
      mass += cap;
    }
    return [mass];
  });
  return values.reduce((low, each) => (each < low ? each : low));
}

function subsets(size: number): number[][] {
  return Array.from({ length: 2 ** size }, (_, bits) =>
    Array.from({ length: size }, (__, index) => index).filter((index) => (bits >> index) % 2 === 1),
  );
}
