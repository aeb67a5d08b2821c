import fc from 'fast-check';
import { networks, stakesOf } from '../../../tests/support/small-networks';
import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import { MostCarried } from './check-ranks';
import type { Stake, SupplyNetwork } from './supply-network';

/** The least that any cut lets through to these members. */
function leastCut(
  { stocks, routes }: SupplyNetwork,
  stakes: readonly Stake[],
  members: readonly number[],
): Rational {
  const cuts = Array.from({ length: 2 ** (stocks.length + members.length) }, (_, cut) => cut);
  const through = cuts.flatMap((cut) => {
    const holds = (place: number) => (cut >> place) % 2 === 1;
    const fed = (member: number) => holds(stocks.length + members.indexOf(member));
    const crossing = routes.filter(
      ({ stock, member }) => holds(stock) && members.includes(member) && !fed(member),
    );
    if (crossing.some(({ cap }) => cap === null)) return [];
    return [
      rational.sum([
        ...stocks.flatMap((mass, stock) => (holds(stock) ? [] : [rational.of(mass)])),
        ...crossing.map(({ cap }) => rational.of(cap ?? 0n)),
        ...members.flatMap((member) => (fed(member) ? [stakes[member]!.upper] : [])),
      ]),
    ];
  });
  return through.reduce(rational.min);
}

describe('the most that members can get', () => {
  it('is what the least cut lets through, however the members come to it', () => {
    fc.assert(
      fc.property(networks, fc.nat(), fc.bigInt(1n, 3n), (small, turn, part) => {
        const stakes = stakesOf(small).map((stake) => ({
          ...stake,
          upper: rational.div(stake.upper, rational.of(part)),
        }));
        const order = stakes.map((_, member) => (member + turn) % stakes.length);
        const most = new MostCarried(
          small.network,
          stakes.map(({ upper }) => upper),
        );
        order.forEach((member, place) => {
          const least = leastCut(small.network, stakes, order.slice(0, place + 1));
          expect(most.with([member])).toEqual(least);
        });
      }),
      { numRuns: 300 },
    );
  });
});
