import { readFileSync } from 'node:fs';
import { join } from 'node:path';
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

const file = join(__dirname, '../../../tests/vectors/properties.json');
const { pipeline_two_pass_table: table } = JSON.parse(readFileSync(file, 'utf8')) as {
  readonly pipeline_two_pass_table: readonly {
    readonly property: string;
    readonly holds: boolean;
  }[];
};

/** Each law is tried on these many problems; more in the long run. */
const RUNS = process.env['GMT_SOAK'] === '1' ? 4_000 : 250;
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

/** A problem, and what a law may change about it. */
interface Trial extends Problem {
  readonly member: number;
  readonly stock: number;
  readonly more: bigint;
}

const trials: fc.Arbitrary<Trial> = fc
  .tuple(problems, fc.nat(), fc.nat(), fc.bigInt(1n, 1000n))
  .map(([problem, pick, place, more]) => ({
    ...problem,
    member: pick % problem.demands.length,
    stock: place % problem.network.stocks.length,
    more,
  }));

function withLargerClaim({ more, ...trial }: Trial): Problem {
  const claim = (trial.demands[trial.member]?.claim ?? 0n) + more;
  return withDemand(trial, trial.member, { claim });
}

/** What each property says of one problem; the names are those of tests/vectors/properties.json. */
const LAWS: Readonly<Record<string, (trial: Trial) => boolean>> = {
  'total equals max flow': ({ network, demands }) => {
    const free = demands.map(() => rational.ZERO);
    const positive = demands.map((each) => ({ ...each, weight: rational.ONE }));
    const most = bruteForceLeximin(network, awardStakes(positive, free)) ?? [];
    return rational.equal(rational.sum(awardsOf({ network, demands })), rational.sum(most));
  },
  'resource monotonicity in a depot stock, floors met or scaled': (trial) => {
    const { network, demands, stock, more } = trial;
    const stocks = network.stocks.map((mass, index) => (index === stock ? mass + more : mass));
    return atMost(awardsOf(trial), awardsOf({ network: { ...network, stocks }, demands }));
  },
  'claims monotonicity': (trial) => {
    const [before, after] = [awardsOf(trial), awardsOf(withLargerClaim(trial))];
    const isMore = rational.compare(at(after, trial.member), at(before, trial.member)) >= 0;
    // Nor do others gain from it.
    return isMore && atMost(after, before, trial.member);
  },
  'no gain from inflating the need when rationed': (trial) => {
    const before = awardsOf(trial);
    const claim = rational.of(trial.demands[trial.member]?.claim ?? 0n);
    if (rational.compare(at(before, trial.member), claim) >= 0) return true;
    return awardsOf(withLargerClaim(trial)).every((award, index) =>
      rational.equal(award, at(before, index)),
    );
  },
  'population monotonicity': (trial) => {
    const without = awardsOf(withDemand(trial, trial.member, { claim: 0n }));
    return atMost(awardsOf(trial), without, trial.member);
  },
  'hiding a usable form never raises own award': ({ network, demands, member, stock }) => {
    const kept = network.routes.filter((way) => way.member !== member || way.stock !== stock);
    const [open, closed] = [network, { ...network, routes: kept }].map((each) =>
      awardsOf({ network: each, demands }),
    );
    return rational.compare(at(closed ?? [], member), at(open ?? [], member)) <= 0;
  },
};

describe('the table of properties of the two-pass division', () => {
  it('has a law here for each of its rows, all of which hold, and no other', () => {
    expect(table.map(({ property, holds }) => [property, holds])).toEqual(
      Object.keys(LAWS).map((property) => [property, true]),
    );
  });

  it.each(table.map(({ property }) => [property]))('%s', (property) => {
    fc.assert(fc.property(trials, LAWS[property]!), { numRuns: RUNS });
  });
});

describe('the two-pass division', () => {
  it('occurs with floors met and with floors scaled', () => {
    const seen = fc
      .sample(problems, { numRuns: 200, seed: 1 })
      .map(({ network, demands }) => divideInTwoPasses(network, demands).floorDivision !== null);
    expect(new Set(seen)).toEqual(new Set([true, false]));
  });

  it('stays within claims and above floors', () => {
    fc.assert(
      fc.property(problems, ({ network, demands }) => {
        const { division, floorDivision } = divideInTwoPasses(network, demands);
        demands.forEach(({ claim, floor }, index) => {
          const least = floorDivision === null ? rational.of(floor) : rational.ZERO;
          const award = at(division.awards, index);
          expect(rational.clamp(award, least, rational.of(claim))).toEqual(award);
        });
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
