import { at, carryWhole } from './integral-flow';
import type { SupplyNetwork } from './supply-network';

/**
 * Stage 8: which stock serves which member: the lexicographically largest flow, in the order of the
 * routes, among all flows that deliver the given whole awards. Units by route.
 */
export function routeAwards(network: SupplyNetwork, awards: readonly bigint[]): readonly bigint[] {
  const { flow, stocks, members, awards: awardArcs, routes } = carryWhole(network, awards);
  // Every award is fixed from here on: nothing may flow back from the sink.
  for (const arc of awardArcs) arc.back.left = 0n;
  return network.routes.map((route, index) => {
    const arc = at(routes, index);
    const carried = arc.back.left;
    const room = arc.left;
    // The route leaves the network with what it carries; more of it means less by some other way.
    arc.left = 0n;
    arc.back.left = 0n;
    if (room === 0n || at(awards, route.member) === 0n) return carried;
    return carried + flow.augment(at(members, route.member), at(stocks, route.stock), room);
  });
}
