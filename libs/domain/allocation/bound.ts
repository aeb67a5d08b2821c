import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import type { Division, SupplyNetwork } from './supply-network';

/**
 * What held a member's award where it is: its own claim, its guaranteed floor, the common level of
 * a reserve handed out whole, or the network: the stocks it can use ran out while others did not.
 */
export type Bound = 'not-eligible' | 'no-gap' | 'claim' | 'floor' | 'level' | 'network';

/** The figures of one member that the answer depends on; masses in units. */
export interface BoundedMember {
  readonly eligible: boolean;
  readonly gap: Rational;
  readonly claim: bigint;
  readonly weight: Rational;
  readonly floorAward: Rational;
  readonly exactAward: Rational;
}

/** Names what bound the award of the member at this position. */
export function boundOf(
  member: BoundedMember,
  index: number,
  network: SupplyNetwork,
  division: Division,
): Bound {
  if (!member.eligible) return 'not-eligible';
  if (member.gap.p === 0n) return 'no-gap';
  if (rational.equal(member.exactAward, rational.of(member.claim))) return 'claim';
  const until = division.blocks.findIndex(({ members }) => members.includes(index));
  const level = division.blocks[until]?.level ?? rational.ZERO;
  const atLevel = rational.mul(level, member.weight);
  if (rational.compare(member.floorAward, atLevel) > 0) return 'floor';
  const cut = new Set(division.blocks.slice(0, until + 1).flatMap((block) => block.cut.stocks));
  const leftOutside = network.stocks.some((mass, stock) => mass > 0n && !cut.has(stock));
  return leftOutside ? 'network' : 'level';
}
