import fc from 'fast-check';
import { networks, stakesOf } from '../../../tests/support/small-networks';
import { checkRouting } from './check-routing';
import { leximin } from './leximin';
import { roundAwards } from './rounding';
import { routeAwards } from './routing';
import type { RoutingPreference } from './routing';
import type { SupplyNetwork } from './supply-network';
import { buildNetwork, costsOf } from './supply-routes';
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

  // Stocks, awards, costs of the routes between them, each a row of stock, member and cost.
  it.each<[readonly bigint[], readonly bigint[], readonly (readonly [number, number, bigint])[]]>([
    [
      [1n, 1n],
      [1n],
      [
        [0, 0, 17n],
        [1, 0, 17n],
      ],
    ],
    [
      [3n, 2n, 2n],
      [2n],
      [
        [1, 0, 28n],
        [2, 0, 28n],
      ],
    ],
    [
      [3n, 3n, 3n],
      [2n, 2n, 1n],
      [
        [0, 0, 3n],
        [0, 1, 9n],
        [0, 2, 1n],
        [1, 0, 3n],
        [1, 1, 5n],
        [2, 1, 3n],
      ],
    ],
    [
      [3n, 1n, 2n],
      [1n, 1n, 1n],
      [
        ...([
          [0, 0, 1n],
          [0, 1, 1n],
          [0, 2, 1n],
          [1, 0, 1n],
          [1, 1, 1n],
        ] as const),
        ...([
          [1, 2, 0n],
          [2, 0, 0n],
          [2, 1, 1n],
          [2, 2, 0n],
        ] as const),
      ],
    ],
  ])(
    'knows what is equally cheap, though prices found are not whole: %j',
    (stocks, awards, rows) => {
      const routes = rows.map(([stock, member]) => ({ stock, member, cap: null }));
      const network = { stocks, memberCount: awards.length, routes };
      const costs = rows.map(([, , cost]) => cost);
      const tiny = { network, awards, costs, bestBefore: [] };
      expect(routeAwards(network, awards, { costs })).toEqual(best(tiny, { costs }));
    },
  );

  it('is refused without a distance for one of its routes', () => {
    const stocks = [{ id: 'S', form: 'metal' }];
    const members = ['AAA', 'BBB'].map((id) => ({ id, forms: ['metal'] }));
    const network = buildNetwork({ stocks, members }, [9n], 1n);
    const known = ['AAA', 'BBB'].map((member) => ({ stock: 'S', member, kilometres: 7n }));
    expect(costsOf({ stocks, members, distances: known }, network)).toEqual([7n, 7n]);
    expect(() => costsOf({ stocks, members, distances: known.slice(0, 1) }, network)).toThrow(
      expect.objectContaining({
        kind: 'invalid',
        code: 'distance-missing',
        message:
          'The route from S to BBB has no distance: give one for each usable route, or none.',
        facts: { stock: 'S', member: 'BBB' },
      }),
    );
  });
});
