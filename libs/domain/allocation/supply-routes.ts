import { at } from '../at';
import { DomainError } from '../errors';
import type {
  Delivery,
  PipelineMember,
  PipelineStock,
  RouteCap,
  RouteDistance,
} from './pipeline-values';
import type { Route, SupplyNetwork } from './supply-network';

/** Who can use which form, and what a route may carry; caps in mass. */
export interface Usability {
  readonly stocks: readonly Pick<PipelineStock, 'id' | 'form'>[];
  readonly members: readonly Pick<PipelineMember, 'id' | 'forms'>[];
  readonly routeCaps?: readonly RouteCap[] | undefined;
  readonly delivered?: readonly Delivery[] | undefined;
}

/**
 * Stage 12: a route wherever the member can use the form, in the order of stocks and members; what
 * the stocks open and routes may carry are rounded down to whole units.
 *
 * What an earlier tranche has sent is there already: it no longer lies in its stock, nor counts
 * against the cap of its route, but in a stock of its own that only its member can use. These stand
 * after the others, one for each member that received anything, in the order of the members.
 */
export function buildNetwork(
  usability: Usability,
  opened: readonly bigint[],
  unit: bigint,
): SupplyNetwork {
  const { stocks, members } = usability;
  const sent = sentBefore(usability);
  const caps = new Map(
    (usability.routeCaps ?? []).map(({ stock, member, cap }) => [routeKey(stock, member), cap]),
  );
  const usable = members.map(({ forms }) => new Set(forms));
  const routes = stocks.flatMap((stock, stockIndex) =>
    members.flatMap((member, memberIndex): Route[] => {
      if (!at(usable, memberIndex).has(stock.form)) return [];
      const key = routeKey(stock.id, member.id);
      const cap = caps.get(key);
      const left = cap === undefined ? null : leftOf(cap, sent.byRoute.get(key), unit);
      return [{ stock: stockIndex, member: memberIndex, cap: left }];
    }),
  );
  const inHand = members.flatMap((member, index) => {
    const mass = sent.byMember.get(member.id) ?? 0n;
    return mass === 0n ? [] : [{ member: index, mass: mass / unit }];
  });
  const own = inHand.map(({ member }, index) => ({
    stock: stocks.length + index,
    member,
    cap: null,
  }));
  const left = stocks.map(({ id }, index) => leftOf(at(opened, index), sent.byStock.get(id), unit));
  return {
    stocks: [...left, ...inHand.map(({ mass }) => mass)],
    memberCount: members.length,
    routes: [...routes, ...own],
  };
}

/** A route's name in tables of routes; ids are printable, so none holds a line break. */
export function routeKey(stock: string, member: string): string {
  return `${stock}\n${member}`;
}

/** Sums of what was sent before, in mass. */
function sentBefore({ delivered = [] }: Usability): {
  readonly byRoute: ReadonlyMap<string, bigint>;
  readonly byStock: ReadonlyMap<string, bigint>;
  readonly byMember: ReadonlyMap<string, bigint>;
} {
  const byRoute = new Map<string, bigint>();
  const byStock = new Map<string, bigint>();
  const byMember = new Map<string, bigint>();
  for (const { stock, member, mass } of delivered) {
    addTo(byRoute, routeKey(stock, member), mass);
    addTo(byStock, stock, mass);
    addTo(byMember, member, mass);
  }
  return { byRoute, byStock, byMember };
}

function addTo(sums: Map<string, bigint>, key: string, mass: bigint): void {
  sums.set(key, (sums.get(key) ?? 0n) + mass);
}

/** Whole units that are left of a mass; none when a smaller release no longer covers the sent. */
function leftOf(mass: bigint, sent: bigint | undefined, unit: bigint): bigint {
  const left = mass - (sent ?? 0n);
  return left > 0n ? left / unit : 0n;
}

/** The network without what was delivered before: only what can still be sent. */
export function withoutDelivered(network: SupplyNetwork, stockCount: number): SupplyNetwork {
  return {
    ...network,
    stocks: network.stocks.slice(0, stockCount),
    routes: network.routes.filter(({ stock }) => stock < stockCount),
  };
}

/** Kilometres by route; undefined when no distances are given. Refuses a route without one. */
export function costsOf(
  { stocks, members, distances }: Usability & { readonly distances?: readonly RouteDistance[] },
  { routes }: SupplyNetwork,
): readonly bigint[] | undefined {
  if (distances === undefined) return undefined;
  const known = new Map(
    distances.map(({ stock, member, kilometres }) => [routeKey(stock, member), kilometres]),
  );
  return routes.map(({ stock, member }) => {
    const [from, to] = [at(stocks, stock).id, at(members, member).id];
    const kilometres = known.get(routeKey(from, to));
    if (kilometres !== undefined) return kilometres;
    throw new DomainError(
      'invalid',
      'distance-missing',
      `The route from ${from} to ${to} has no distance: give one for each usable route, or none.`,
      { stock: from, member: to },
    );
  });
}
