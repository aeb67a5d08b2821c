import { at } from '../at';
import type { Division, SupplyNetwork } from './supply-network';

/** What keeps a member from more, by position; empty lists when it has no way at all. */
export interface Holds {
  /** Stocks that it can use, and that it and the members settled before it use up. */
  readonly stocks: readonly number[];
  /** Stocks from which its route is full. */
  readonly fullRoutes: readonly number[];
}

/**
 * Reads from a division's certificate what keeps this member from more: the cut of the blocks up to
 * its own is tight, so its stocks inside the cut are used up, and its routes from outside are full.
 */
export function holdsOf(network: SupplyNetwork, { blocks }: Division, member: number): Holds {
  const until = blocks.findIndex(({ members }) => members.includes(member));
  const cut = new Set(blocks.slice(0, until + 1).flatMap((block) => block.cut.stocks));
  const reached = network.routes.filter(
    (route) => route.member === member && route.cap !== 0n && at(network.stocks, route.stock) > 0n,
  );
  const from = (inside: boolean) =>
    reached.map(({ stock }) => stock).filter((stock) => cut.has(stock) === inside);
  return { stocks: from(true), fullRoutes: from(false) };
}
