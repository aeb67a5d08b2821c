import type { SupplyNetwork } from './supply-network';

/** Whole amounts on the routes of a network, as published. */
export interface PublishedRouting {
  readonly network: SupplyNetwork;
  readonly amounts: readonly bigint[];
}

/** Faults of a routing: it must deliver the awards from what stocks hold, and be the largest. */
export function checkRouting(
  routing: PublishedRouting,
  awards: readonly bigint[],
): readonly string[] {
  const { network, amounts } = routing;
  const faults: string[] = [];
  const received = awards.map(() => 0n);
  network.routes.forEach(({ member }, index) => {
    received[member] = (received[member] ?? 0n) + (amounts[index] ?? 0n);
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

/** Routes by stock and by member. */
interface Ways {
  readonly ofStock: readonly number[][];
  readonly ofMember: readonly number[][];
}

function waysOf(network: SupplyNetwork): Ways {
  const ofStock = network.stocks.map((): number[] => []);
  const ofMember = Array.from({ length: network.memberCount }, (): number[] => []);
  network.routes.forEach(({ stock, member }, index) => {
    ofStock[stock]?.push(index);
    ofMember[member]?.push(index);
  });
  return { ofStock, ofMember };
}

function slackOf({ network, amounts }: PublishedRouting): readonly bigint[] {
  const slack = [...network.stocks];
  network.routes.forEach(({ stock }, index) => {
    slack[stock] = (slack[stock] ?? 0n) - (amounts[index] ?? 0n);
  });
  return slack;
}

/** Searches for a way to relieve the route's member elsewhere, over later routes only. */
function couldCarryMore(
  { network, amounts }: PublishedRouting,
  ways: Ways,
  slack: readonly bigint[],
  index: number,
): boolean {
  const route = network.routes[index];
  if (route === undefined) return false;
  if (route.cap !== null && (amounts[index] ?? 0n) >= route.cap) return false;
  const { memberCount } = network;
  // Places reached so far: members by position, then stocks after them.
  const reached = new Set([route.member]);
  let relieved = false;
  for (const place of reached) {
    const isMember = place < memberCount;
    const waysHere = isMember ? ways.ofMember[place] : ways.ofStock[place - memberCount];
    for (const way of waysHere ?? []) {
      const other = network.routes[way];
      const amount = amounts[way] ?? 0n;
      if (way <= index || other === undefined) continue;
      if (isMember && amount > 0n) {
        reached.add(memberCount + other.stock);
        relieved = true;
      }
      if (!isMember && (other.cap === null || amount < other.cap)) reached.add(other.member);
    }
    // A stock that gives less to one lets any stock with slack give more to another.
    if (relieved) slack.forEach((left, stock) => left > 0n && reached.add(memberCount + stock));
    if (reached.has(memberCount + route.stock)) return true;
  }
  return false;
}

/**
 * Members that could give a unit up so that this member receives one, over any routes, and whether
 * a stock with slack could serve it outright.
 */
export function couldRelieve(
  { network, amounts }: PublishedRouting,
  member: number,
): { readonly members: ReadonlySet<number>; readonly slack: boolean } {
  const ways = waysOf(network);
  const slack = slackOf({ network, amounts });
  const members = new Set([member]);
  for (const each of members) {
    for (const way of ways.ofMember[each] ?? []) {
      const route = network.routes[way];
      if (route === undefined) continue;
      if (route.cap !== null && (amounts[way] ?? 0n) >= route.cap) continue;
      if ((slack[route.stock] ?? 0n) > 0n) return { members, slack: true };
      for (const other of ways.ofStock[route.stock] ?? []) {
        const taker = network.routes[other]?.member;
        if (taker !== undefined && (amounts[other] ?? 0n) > 0n) members.add(taker);
      }
    }
  }
  return { members, slack: false };
}
