import { at } from '../at';
import { cheapestPlan } from './cheapest-plan';
import { makeLargest } from './largest-routing';
import type { RoutedAmount } from './pipeline-values';
import type { SupplyNetwork } from './supply-network';
import { planFor } from './transport-plan';

/** What else a routing may go by; each part is left out where nothing is known. */
export interface RoutingPreference {
  /** Cost of one unit by route. */
  readonly costs?: readonly bigint[] | undefined;
  /** RFC 3339 date by stock; undefined for what keeps for ever. */
  readonly bestBefore?: readonly (string | undefined)[] | undefined;
}

/**
 * Stage 21: which stock serves which member, in units by route. Of all routings that deliver the
 * awards: one of least cost where costs are given; among those the one that uses what expires
 * first; among those the lexicographically largest in the order of stocks and members.
 */
export function routeAwards(
  network: SupplyNetwork,
  awards: readonly bigint[],
  { costs, bestBefore = [] }: RoutingPreference = {},
): readonly bigint[] {
  const plan =
    costs === undefined ? planFor(network, awards) : cheapestPlan(network, awards, costs);
  const order = [...network.stocks.keys()].sort((a, b) => {
    const [one, other] = [bestBefore[a] ?? FOR_EVER, bestBefore[b] ?? FOR_EVER];
    return one === other ? a - b : one < other ? -1 : 1;
  });
  makeLargest(plan, order);
  return plan.amounts.slice(0, network.routes.length);
}

/** After every date. */
const FOR_EVER = '~';

/** Routes that carry something, by name, in the order of stocks and members. */
export function namedRouting(
  names: {
    readonly stocks: readonly { readonly id: string }[];
    readonly members: readonly { readonly id: string }[];
  },
  network: SupplyNetwork,
  amounts: readonly bigint[],
): readonly RoutedAmount[] {
  return network.routes.flatMap(({ stock, member }, index) => {
    const amount = at(amounts, index);
    if (amount === 0n) return [];
    return [{ stock: at(names.stocks, stock).id, member: at(names.members, member).id, amount }];
  });
}
