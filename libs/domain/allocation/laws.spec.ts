import fc from 'fast-check';
import { bruteForceLeximin } from '../../../tests/support/brute-force-leximin';
import { networks } from '../../../tests/support/small-networks';
import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import type { SupplyNetwork } from './supply-network';
import { awardStakes, divideInTwoPasses } from './two-passes';
import type { DivisionDemand } from './two-passes';

/** The true laws of the two-pass division on a network. */
interface Problem {
  readonly network: SupplyNetwork;
  readonly demands: readonly DivisionDemand[];
}

function demand(claim: bigint, essential: bigint, weight: Rational): DivisionDemand {
  return { claim, essential, floor: claim < essential ? claim : essential, weight };
}

/** Claims below, at and above essential use; floors that fit and floors that do not. */
const problems: fc.Arbitrary<Problem> = networks.map(({ network, members }) => ({
  network,
  demands: members.map(({ weight, floor, claim }) =>
    demand((claim * 7n) % 31n, floor, rational.ratio(weight[0], weight[1])),
  ),
}));

const options = { numRuns: 120 };

function awardsOf({ network, demands }: Problem): readonly Rational[] {
  return divideInTwoPasses(network, demands).division.awards;
}

function withDemand(problem: Problem, member: number, change: Partial<DivisionDemand>): Problem {
  const demands = problem.demands.map((each, index) => {
    if (index !== member) return each;
    const { claim, essential, weight } = { ...each, ...change };
    return demand(claim, essential, weight);
  });
  return { ...problem, demands };
}

function atMost(lesser: readonly Rational[], greater: readonly Rational[], except = -1): boolean {
  return lesser.every(
    (award, index) =>
      index === except || rational.compare(award, greater[index] ?? rational.ZERO) <= 0,
  );
}

function at(awards: readonly Rational[], index: number): Rational {
  return awards[index] ?? rational.ZERO;
}

describe('the two-pass division', () => {
  it('occurs with floors met and with floors scaled', () => {
    const seen = fc
      .sample(problems, { numRuns: 200, seed: 1 })
      .map(({ network, demands }) => divideInTwoPasses(network, demands).floorDivision !== null);
    expect(new Set(seen)).toEqual(new Set([true, false]));
  });

  it('hands out as much as the network can carry, within claims and above floors', () => {
    fc.assert(
      fc.property(problems, ({ network, demands }) => {
        const { division, floorDivision } = divideInTwoPasses(network, demands);
        const free = demands.map(() => rational.ZERO);
        const positive = demands.map((each) => ({ ...each, weight: rational.ONE }));
        const most = bruteForceLeximin(network, awardStakes(positive, free));
        expect(rational.sum(division.awards)).toEqual(rational.sum(most ?? []));
        demands.forEach(({ claim, floor }, index) => {
          const least = floorDivision === null ? rational.of(floor) : rational.ZERO;
          const award = at(division.awards, index);
          expect(rational.clamp(award, least, rational.of(claim))).toEqual(award);
        });
      }),
      options,
    );
  });

  it('gives nobody less when any stock grows', () => {
    fc.assert(
      fc.property(problems, fc.nat(), fc.bigInt(1n, 20n), (problem, pick, more) => {
        const { stocks } = problem.network;
        const grown = stocks.map((mass, index) =>
          index === pick % stocks.length ? mass + more : mass,
        );
        const after = { ...problem, network: { ...problem.network, stocks: grown } };
        expect(atMost(awardsOf(problem), awardsOf(after))).toBe(true);
      }),
      options,
    );
  });

  it('never gives a larger claim less, nor others more because of it', () => {
    fc.assert(
      fc.property(problems, fc.nat(), fc.bigInt(1n, 20n), (problem, pick, more) => {
        const member = pick % problem.demands.length;
        const claim = (problem.demands[member]?.claim ?? 0n) + more;
        const [before, after] = [
          awardsOf(problem),
          awardsOf(withDemand(problem, member, { claim })),
        ];
        expect(rational.compare(at(after, member), at(before, member))).toBeGreaterThanOrEqual(0);
        expect(atMost(after, before, member)).toBe(true);
      }),
      options,
    );
  });

  it('gives a rationed member nothing for an inflated claim', () => {
    fc.assert(
      fc.property(problems, fc.nat(), fc.bigInt(1n, 1000n), (problem, pick, more) => {
        const member = pick % problem.demands.length;
        const claim = problem.demands[member]?.claim ?? 0n;
        const before = awardsOf(problem);
        fc.pre(rational.compare(at(before, member), rational.of(claim)) < 0);
        expect(awardsOf(withDemand(problem, member, { claim: claim + more }))).toEqual(before);
      }),
      options,
    );
  });

  it('gives nobody less when a member leaves, and nobody a part of its loss', () => {
    fc.assert(
      fc.property(problems, fc.nat(), (problem, pick) => {
        const member = pick % problem.demands.length;
        const without = awardsOf(withDemand(problem, member, { claim: 0n }));
        expect(atMost(awardsOf(problem), without, member)).toBe(true);
      }),
      options,
    );
  });

  it('never gives a larger weight less', () => {
    fc.assert(
      fc.property(problems, fc.nat(), fc.bigInt(2n, 9n), (problem, pick, times) => {
        const member = pick % problem.demands.length;
        const weight = rational.mul(
          problem.demands[member]?.weight ?? rational.ONE,
          rational.of(times),
        );
        const [before, after] = [
          awardsOf(problem),
          awardsOf(withDemand(problem, member, { weight })),
        ];
        expect(rational.compare(at(after, member), at(before, member))).toBeGreaterThanOrEqual(0);
      }),
      options,
    );
  });

  it('never rewards hiding a usable stock', () => {
    fc.assert(
      fc.property(problems, fc.nat(), (problem, pick) => {
        const { routes } = problem.network;
        fc.pre(routes.length > 0);
        const hidden = pick % routes.length;
        const member = routes[hidden]?.member ?? 0;
        const network = { ...problem.network, routes: routes.filter((_, way) => way !== hidden) };
        const [open, closed] = [awardsOf(problem), awardsOf({ ...problem, network })];
        expect(rational.compare(at(closed, member), at(open, member))).toBeLessThanOrEqual(0);
      }),
      options,
    );
  });

  it('treats equals equally', () => {
    fc.assert(
      fc.property(problems, ({ network, demands }) => {
        const twin = demands.length;
        const first = demands[0];
        if (first === undefined) return;
        const twinRoutes = network.routes.flatMap((route) =>
          route.member === 0 ? [{ ...route, member: twin }] : [],
        );
        const routes = [...network.routes, ...twinRoutes];
        const doubled = { ...network, memberCount: twin + 1, routes };
        const awards = awardsOf({ network: doubled, demands: [...demands, first] });
        expect(at(awards, twin)).toEqual(at(awards, 0));
      }),
      options,
    );
  });

  it('does not depend on the names or the order of members and stocks', () => {
    fc.assert(
      fc.property(problems, ({ network, demands }) => {
        const [lastMember, lastStock] = [demands.length - 1, network.stocks.length - 1];
        const mirrored: SupplyNetwork = {
          stocks: [...network.stocks].reverse(),
          memberCount: network.memberCount,
          routes: [...network.routes].reverse().map(({ stock, member, cap }) => ({
            stock: lastStock - stock,
            member: lastMember - member,
            cap,
          })),
        };
        const awards = awardsOf({ network: mirrored, demands: [...demands].reverse() });
        expect([...awards].reverse()).toEqual(awardsOf({ network, demands }));
      }),
      options,
    );
  });

  it('does not depend on the scale of weights or of mass', () => {
    fc.assert(
      fc.property(problems, fc.bigInt(2n, 1000n), ({ network, demands }, times) => {
        const awards = awardsOf({ network, demands });
        const factor = rational.of(times);
        const heavier = demands.map((each) => ({
          ...each,
          weight: rational.mul(each.weight, factor),
        }));
        expect(awardsOf({ network, demands: heavier })).toEqual(awards);
        const scaled: Problem = {
          network: {
            ...network,
            stocks: network.stocks.map((mass) => mass * times),
            routes: network.routes.map((route) => ({
              ...route,
              cap: route.cap === null ? null : route.cap * times,
            })),
          },
          demands: demands.map((each) =>
            demand(each.claim * times, each.essential * times, each.weight),
          ),
        };
        expect(awardsOf(scaled)).toEqual(awards.map((award) => rational.mul(award, factor)));
      }),
      options,
    );
  });
});
