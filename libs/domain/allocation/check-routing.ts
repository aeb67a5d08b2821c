import type { SupplyNetwork } from './supply-network';

/** Whole amounts on the routes of a network, as published. */
export interface PublishedRouting {
  readonly network: SupplyNetwork;
  readonly amounts: readonly bigint[];
}

/**
 * Faults of a routing: it must deliver the awards from what stocks hold and routes can carry, and
 * be the largest.
 */
export function checkRouting(
  routing: PublishedRouting,
  awards: readonly bigint[],
): readonly string[] {
  const { network, amounts } = routing;
  const faults: string[] = [];
  const received = awards.map(() => 0n);
  network.routes.forEach(({ member, cap }, index) => {
    const amount = amounts[index] ?? 0n;
    received[member] = (received[member] ?? 0n) + amount;
    if (cap !== null && amount > cap) faults.push(`route ${index} carries more than its cap`);
  });
  if (amounts.some((amount) => amount < 0n)) faults.push('the routing carries less than nothing');
  if (slackOf(routing).some((slack) => slack < 0n)) {
    faults.push('the routing takes more from a stock than was opened');
  }
  awards.forEach((award, index) => {
    if (received[index] !== award) {
      faults.push(`the routing does not add up to the award of member ${index}`);
    }
  });
  return faults.length > 0 ? faults : checkLargest(routing);
}

/**
 * The published tie rule: the lexicographically largest flow in route order. Faulty when a route
 * could carry more without changing an earlier route or an award.
 */
function checkLargest(routing: PublishedRouting): readonly string[] {
  const { network } = routing;
  const ways = waysOf(network);
  const slack = slackOf(routing);
  const larger = network.routes.findIndex((_, index) =>
    couldCarryMore(routing, ways, slack, index),
  );
  return larger === -1 ? [] : [`route ${larger} could carry more: the routing is not the largest`];
}

/** Routes by place: members by position, then stocks after them. */
function waysOf({ stocks, memberCount, routes }: SupplyNetwork): readonly (readonly number[])[] {
  const ways = Array.from({ length: memberCount + stocks.length }, (): number[] => []);
  routes.forEach(({ stock, member }, index) => {
    ways[member]?.push(index);
    ways[memberCount + stock]?.push(index);
  });
  return ways;
}

function slackOf({ network, amounts }: PublishedRouting): readonly bigint[] {
  const slack = [...network.stocks];
  network.routes.forEach(({ stock }, index) => {
    slack[stock] = (slack[stock] ?? 0n) - (amounts[index] ?? 0n);
  });
  return slack;
}

function isLoaded({ amounts }: PublishedRouting, way: number): boolean {
  return (amounts[way] ?? 0n) > 0n;
}

function hasRoom({ network, amounts }: PublishedRouting, way: number): boolean {
  const cap = network.routes[way]?.cap;
  return cap === null || (cap !== undefined && (amounts[way] ?? 0n) < cap);
}

/** Which routes a search may take from a member to a stock, and from a stock to a member. */
interface Passable {
  readonly toStock: (way: number) => boolean;
  readonly toMember: (way: number) => boolean;
}

/** The places a search reaches; `joined` are the stocks that any reached stock leads on to. */
function reachFrom(
  member: number,
  network: SupplyNetwork,
  ways: readonly (readonly number[])[],
  passable: Passable,
  joined: readonly number[] = [],
): ReadonlySet<number> {
  const { memberCount, routes } = network;
  const reached = new Set([member]);
  for (const place of reached) {
    const isMember = place < memberCount;
    if (!isMember) for (const stock of joined) reached.add(memberCount + stock);
    for (const way of ways[place] ?? []) {
      const route = routes[way];
      if (route === undefined) continue;
      if (isMember && passable.toStock(way)) reached.add(memberCount + route.stock);
      if (!isMember && passable.toMember(way)) reached.add(route.member);
    }
  }
  return reached;
}

/**
 * Whether the route's member can be relieved elsewhere, over later routes only: a later stock gives
 * it less, and gives that to another member instead, or lets a stock with slack do so.
 */
function couldCarryMore(
  routing: PublishedRouting,
  ways: readonly (readonly number[])[],
  slack: readonly bigint[],
  index: number,
): boolean {
  const { network } = routing;
  const route = network.routes[index];
  if (route === undefined || !hasRoom(routing, index)) return false;
  const withSlack = slack.flatMap((left, stock) => (left > 0n ? [stock] : []));
  const passable = {
    toStock: (way: number) => way > index && isLoaded(routing, way),
    toMember: (way: number) => way > index && hasRoom(routing, way),
  };
  const reached = reachFrom(route.member, network, ways, passable, withSlack);
  return reached.has(network.memberCount + route.stock);
}

/**
 * Members that could give a unit up so that this member receives one, over any routes, and whether
 * a stock with slack could serve it outright.
 */
export function couldRelieve(
  routing: PublishedRouting,
  member: number,
): { readonly members: ReadonlySet<number>; readonly slack: boolean } {
  const { network } = routing;
  const reached = reachFrom(member, network, waysOf(network), {
    toStock: (way) => hasRoom(routing, way),
    toMember: (way) => isLoaded(routing, way),
  });
  const slack = slackOf(routing).some(
    (left, stock) => left > 0n && reached.has(network.memberCount + stock),
  );
  return { members: reached, slack };
}
