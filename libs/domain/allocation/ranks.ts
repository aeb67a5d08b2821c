import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import { at } from '../at';
import type { Stake, SupplyNetwork } from './supply-network';
import { growingTransport } from './transport-flow';

/** Members with the same award per weight, and what they and all below them get and could get. */
export interface Rank {
  /** Award / weight; 0 for members without a weight. */
  readonly level: Rational;
  readonly members: readonly number[];
  readonly cumulativeAward: Rational;
  /** The most that the network could carry to these members and all below them. */
  readonly cumulativeRank: Rational;
}

/**
 * The decomposition of a division by award per weight, from the lowest level up. In one class
 * without lower bounds what the members up to a level get is all that they could get; a lower bound
 * of a member above, or its class, may keep it below that.
 */
export function ranksOf(
  network: SupplyNetwork,
  stakes: readonly Stake[],
  awards: readonly Rational[],
  classCount = 1,
): readonly Rank[] {
  const isPlain = classCount === 1 && stakes.every(({ lower }) => lower.p === 0n);
  const most = isPlain ? null : mostReached(network, stakes);
  const ranks: Rank[] = [];
  let cumulativeAward = rational.ZERO;
  for (const { level, members } of byLevel(stakes, awards)) {
    cumulativeAward = rational.sum([cumulativeAward, ...members.map((one) => at(awards, one))]);
    const cumulativeRank = most === null ? cumulativeAward : most(members);
    ranks.push({ level, members, cumulativeAward, cumulativeRank });
  }
  return ranks;
}

function byLevel(
  stakes: readonly Stake[],
  awards: readonly Rational[],
): readonly Pick<Rank, 'level' | 'members'>[] {
  const levels = stakes.map(({ weight }, member) =>
    weight.p === 0n ? rational.ZERO : rational.div(at(awards, member), weight),
  );
  const groups: { level: Rational; members: number[] }[] = [];
  const order = levels.map((_, member) => member);
  order.sort((a, b) => rational.compare(at(levels, a), at(levels, b)));
  for (const member of order) {
    const [level, group] = [at(levels, member), groups.at(-1)];
    if (group !== undefined && rational.equal(group.level, level)) group.members.push(member);
    else groups.push({ level, members: [member] });
  }
  return groups;
}

/**
 * Lets more and more members draw up to their upper bounds, and gives the most that all of them
 * together can get.
 */
function mostReached(
  network: SupplyNetwork,
  stakes: readonly Stake[],
): (members: readonly number[]) => Rational {
  const scale = rational.commonDenominator(stakes.map(({ upper }) => upper));
  const grow = growingTransport(
    network.stocks.map((mass) => mass * scale),
    stakes.length,
    network.routes.map((route) => ({ ...route, cap: route.cap && route.cap * scale })),
  );
  return (members) => {
    const masses = members.map((member) => {
      const { p, q } = at(stakes, member).upper;
      return p * (scale / q);
    });
    return rational.ratio(grow(members, masses), scale);
  };
}
