import fc from 'fast-check';
import { networks, stakesOf } from '../../../tests/support/small-networks';
import { checkRouting } from './check-routing';
import { leximin } from './leximin';
import { roundAwards } from './rounding';
import { routeAwards } from './routing';
import type { RoutingPreference } from './routing';
import type { SupplyNetwork } from './supply-network';
import * as rational from '../quantity/rational';

/** Few units, so that every routing there is can be tried. */
interface Tiny {
  readonly network: SupplyNetwork;
  readonly awards: readonly bigint[];
  readonly costs: readonly bigint[];
  readonly bestBefore: readonly (string | undefined)[];
}

const places = fc.record({
  stocks: fc.array(fc.bigInt(0n, 4n), { minLength: 1, maxLength: 3 }),
  memberCount: fc.integer({ min: 1, max: 3 }),
});

const tinies: fc.Arbitrary<Tiny> = places.chain(({ stocks, memberCount }) => {
  const size = stocks.length * memberCount;
  return fc
    .record({
      links: fc.array(
        fc.record({
          usable: fc.boolean(),
          cap: fc.option(fc.bigInt(0n, 3n)),
          sent: fc.bigInt(0n, 2n),
          cost: fc.bigInt(0n, 4n),
        }),
        { minLength: size, maxLength: size },
      ),
      dates: fc.array(fc.constantFrom(undefined, '2025-01-01', '2026-01-01'), {
        minLength: stocks.length,
        maxLength: stocks.length,
      }),
    })
    .map(({ links, dates }) => tinyOf(stocks, memberCount, links, dates));
});

/** Awards are what some plan sends, so that there is always a routing. */
function tinyOf(
  stocks: readonly bigint[],
  memberCount: number,
  links: readonly { usable: boolean; cap: bigint | null; sent: bigint; cost: bigint }[],
  bestBefore: readonly (string | undefined)[],
): Tiny {
  const left = [...stocks];
  const awards = Array.from({ length: memberCount }, () => 0n);
  const used = links.flatMap((link, index) =>
    link.usable
      ? [{ ...link, stock: Math.floor(index / memberCount), member: index % memberCount }]
      : [],
  );
  for (const { stock, member, sent, cap } of used) {
    const most = [sent, left[stock] ?? 0n, cap ?? sent].reduce((a, b) => (a < b ? a : b));
    left[stock] = (left[stock] ?? 0n) - most;
    awards[member] = (awards[member] ?? 0n) + most;
  }
  const routes = used.map(({ stock, member, cap }) => ({ stock, member, cap }));
  const network = { stocks, memberCount, routes };
  return { network, awards, costs: used.map(({ cost }) => cost), bestBefore };
}

function less(list: readonly bigint[], place: number, units: bigint): bigint[] {
  return list.map((each, index) => (index === place ? each - units : each));
}

/** Every routing that delivers the awards, by trying all amounts on all routes. */
function routingsOf({ network, awards }: Tiny): bigint[][] {
  let partial = [{ amounts: [] as bigint[], left: [...network.stocks], unmet: [...awards] }];
  for (const { stock, member, cap } of network.routes) {
    partial = partial.flatMap(({ amounts, left, unmet }) => {
      const most = [left[stock]!, unmet[member]!, cap ?? unmet[member]!].reduce((a, b) =>
        a < b ? a : b,
      );
      return Array.from({ length: Number(most) + 1 }, (_, units) => ({
        amounts: [...amounts, BigInt(units)],
        left: less(left, stock, BigInt(units)),
        unmet: less(unmet, member, BigInt(units)),
      }));
    });
  }
  return partial
    .filter(({ unmet }) => unmet.every((units) => units === 0n))
    .map(({ amounts }) => amounts);
}

/** By cost, then amounts in the order of expiry, stock and member, the largest first. */
function best(tiny: Tiny, preference: RoutingPreference): readonly bigint[] | undefined {
  const cost = (amounts: readonly bigint[]) =>
    amounts.reduce((sum, amount, route) => sum + amount * (preference.costs?.[route] ?? 0n), 0n);
  const dateOf = (route: number) =>
    preference.bestBefore?.[tiny.network.routes[route]!.stock] ?? '9999-12-31';
  const order = [...tiny.network.routes.keys()].sort((a, b) =>
    dateOf(a) === dateOf(b) ? a - b : dateOf(a) < dateOf(b) ? -1 : 1,
  );
  return routingsOf(tiny).sort((a, b) => {
    const dearer = cost(a) - cost(b);
    if (dearer !== 0n) return dearer < 0n ? -1 : 1;
    const first = order.find((route) => a[route] !== b[route]);
    return first === undefined ? 0 : a[first]! > b[first]! ? -1 : 1;
  })[0];
}

describe('routing', () => {
  it.each([
    ['in the order of stocks and members', () => ({})],
    ['at the least cost', ({ costs }: Tiny) => ({ costs })],
    ['by shelf life', ({ bestBefore }: Tiny) => ({ bestBefore })],
    [
      'at the least cost, then by shelf life',
      ({ costs, bestBefore }: Tiny) => ({ costs, bestBefore }),
    ],
  ])('is the one of all routings that is first %s', (_name, preferenceOf) => {
    fc.assert(
      fc.property(tinies, (tiny) => {
        const preference: RoutingPreference = preferenceOf(tiny);
        expect(routeAwards(tiny.network, tiny.awards, preference)).toEqual(best(tiny, preference));
      }),
      { numRuns: 1500 },
    );
  });

  it('holds before a check that shares no code with it', () => {
    fc.assert(
      fc.property(networks, (small) => {
        const division = leximin(small.network, stakesOf(small));
        if (division === null) return;
        const { awards } = roundAwards(
          small.network,
          division.awards.map((exact, index) => ({
            tie: `M${index}`,
            exact,
            weight: rational.ONE,
            credit: rational.ZERO,
          })),
        );
        const amounts = routeAwards(small.network, awards);
        expect(checkRouting({ network: small.network, amounts }, awards)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});
