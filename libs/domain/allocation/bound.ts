import { at } from '../at';
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

/** Names what bound the award of each member. */
export function boundsOf(
  members: readonly BoundedMember[],
  network: SupplyNetwork,
  division: Division,
): readonly Bound[] {
  const settled = settlementsOf(network, division);
  return members.map((member, index) => boundOf(member, at(settled, index)));
}

/** The level at which a member was settled, and whether stocks outside all cuts held some still. */
interface Settlement {
  readonly level: Rational;
  readonly leftOutside: boolean;
}

function settlementsOf({ stocks }: SupplyNetwork, { blocks }: Division): readonly Settlement[] {
  const settled: Settlement[] = [];
  const outside = new Set(stocks.flatMap((mass, stock) => (mass > 0n ? [stock] : [])));
  for (const { level, members, cut } of blocks) {
    for (const stock of cut.stocks) outside.delete(stock);
    for (const member of members) settled[member] = { level, leftOutside: outside.size > 0 };
  }
  return settled;
}

function boundOf(member: BoundedMember, { level, leftOutside }: Settlement): Bound {
  if (!member.eligible) return 'not-eligible';
  if (member.gap.p === 0n) return 'no-gap';
  if (rational.equal(member.exactAward, rational.of(member.claim))) return 'claim';
  const atLevel = rational.mul(level, member.weight);
  if (rational.compare(member.floorAward, atLevel) > 0) return 'floor';
  return leftOutside ? 'network' : 'level';
}
