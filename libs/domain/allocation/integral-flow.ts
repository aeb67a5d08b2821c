import { assert } from '../assert';
import { FlowNetwork } from './max-flow';
import type { Arc, Node } from './max-flow';
import type { SupplyNetwork } from './supply-network';

/** A flow of whole units on a supply network, open to further augmentation. */
export interface IntegralFlow {
  readonly flow: FlowNetwork;
  readonly source: Node;
  readonly sink: Node;
  readonly stocks: readonly Node[];
  readonly members: readonly Node[];
  /** Member to sink; its capacity is the member's award. */
  readonly awards: readonly Arc[];
  /** Stock to member, in the order of the network's routes. */
  readonly routes: readonly Arc[];
}

/** A flow that carries the given whole awards; the network must be able to. */
export function carryWhole(network: SupplyNetwork, awards: readonly bigint[]): IntegralFlow {
  const flow = new FlowNetwork();
  const source = flow.addNode();
  const sink = flow.addNode();
  const stocks = network.stocks.map((mass) => {
    const node = flow.addNode();
    flow.addEdge(source, node, mass);
    return node;
  });
  const members = awards.map(() => flow.addNode());
  const awardArcs = awards.map((award, index) => flow.addEdge(at(members, index), sink, award));
  const routes = network.routes.map((route) => {
    const cap = route.cap ?? at(network.stocks, route.stock);
    return flow.addEdge(at(stocks, route.stock), at(members, route.member), cap);
  });
  const total = awards.reduce((sum, award) => sum + award, 0n);
  assert(flow.augment(source, sink, total) === total, 'the network carries the awards');
  return { flow, source, sink, stocks, members, awards: awardArcs, routes };
}

export function at<T>(list: readonly T[], index: number): T {
  const item = list[index];
  assert(item !== undefined, 'an index inside its list');
  return item;
}
