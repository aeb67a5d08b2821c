import fc from 'fast-check';
import { bruteForceLeximin } from '../../../tests/support/brute-force-leximin';
import { networks, stakesOf } from '../../../tests/support/small-networks';
import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import { leximin } from './leximin';
import type { Division, Route, Stake, SupplyNetwork } from './supply-network';

/** The true laws of leximin on a network, with floors and without, and one false one. */
interface Problem {
  readonly network: SupplyNetwork;
  readonly stakes: readonly Stake[];
}

const OPTIONS = { numRuns: process.env['GMT_SOAK'] === '1' ? 5_000 : 200 };

/** Every other problem is drawn without floors; those whose floors do not fit are left out. */
const problems: fc.Arbitrary<Problem> = fc
  .tuple(networks, fc.boolean())
  .map(([small, floors]) => ({
    network: small.network,
    stakes: stakesOf(small).map((stake) => (floors ? stake : { ...stake, lower: rational.ZERO })),
  }))
  .filter(({ network, stakes }) => leximin(network, stakes) !== null);

function divide({ network, stakes }: Problem): Division {
  const division = leximin(network, stakes);
  if (division === null) throw new Error('The lower bounds cannot be carried.');
  return division;
}

function awardsOf(problem: Problem): readonly Rational[] {
  return divide(problem).awards;
}

function shown(awards: readonly Rational[]): readonly string[] {
  return awards.map(rational.format);
}

function withStake(problem: Problem, member: number, change: Partial<Stake>): Problem {
  const stakes = problem.stakes.map((each, index) =>
    index === member ? { ...each, ...change } : each,
  );
  return { ...problem, stakes };
}

function withRoutes(problem: Problem, keep: (route: Route) => boolean): Problem {
  const { network } = problem;
  return { ...problem, network: { ...network, routes: network.routes.filter(keep) } };
}

function withStocks(problem: Problem, of: (mass: bigint, stock: number) => bigint): Problem {
  const { network } = problem;
  return { ...problem, network: { ...network, stocks: network.stocks.map(of) } };
}

/** Without the member, whose place stays but gets nothing. */
function without(problem: Problem, member: number): Problem {
  const gone = { weight: rational.ZERO, lower: rational.ZERO, upper: rational.ZERO };
  return withStake(problem, member, gone);
}

/** Positions at which the first is above the second. */
function above(a: readonly Rational[], b: readonly Rational[], except = -1): readonly number[] {
  return a.flatMap((award, index) =>
    index !== except && rational.compare(award, b[index] ?? rational.ZERO) > 0 ? [index] : [],
  );
}

const at = (awards: readonly Rational[], index: number) => awards[index] ?? rational.ZERO;
const pick = fc.nat(1_000);

describe('leximin on a network', () => {
  it('hands out as much as the network can carry', () => {
    fc.assert(
      fc.property(problems, (problem) => {
        const free = problem.stakes.map(({ upper }) => ({
          ...{ weight: rational.ONE, lower: rational.ZERO, upper },
        }));
        const most = bruteForceLeximin(problem.network, free) ?? [];
        expect(rational.sum(awardsOf(problem))).toEqual(rational.sum(most));
      }),
      OPTIONS,
    );
  });

  it('gives nobody less when any depot holds more', () => {
    fc.assert(
      fc.property(problems, pick, fc.bigInt(1n, 20n), (problem, number, more) => {
        const grown = number % problem.network.stocks.length;
        const larger = withStocks(problem, (mass, stock) => (stock === grown ? mass + more : mass));
        expect(above(awardsOf(problem), awardsOf(larger))).toEqual([]);
      }),
      OPTIONS,
    );
  });

  it('gives a larger claim no less, and nobody gains from the larger claim of another', () => {
    fc.assert(
      fc.property(problems, pick, fc.bigInt(1n, 20n), (problem, number, more) => {
        const member = number % problem.stakes.length;
        const upper = rational.add(problem.stakes[member]!.upper, rational.of(more));
        const before = awardsOf(problem);
        const after = awardsOf(withStake(problem, member, { upper }));
        expect(rational.compare(at(after, member), at(before, member))).toBeGreaterThanOrEqual(0);
        expect(above(after, before, member)).toEqual([]);
      }),
      OPTIONS,
    );
  });

  it('changes nothing when a member that is rationed inflates its claim', () => {
    fc.assert(
      fc.property(problems, fc.bigInt(1n, 1_000n), (problem, more) => {
        const before = awardsOf(problem);
        problem.stakes.forEach(({ upper }, member) => {
          if (rational.equal(at(before, member), upper)) return;
          const inflated = withStake(problem, member, {
            upper: rational.add(upper, rational.of(more)),
          });
          expect(shown(awardsOf(inflated))).toEqual(shown(before));
        });
      }),
      OPTIONS,
    );
  });

  it('gives a larger weight no less', () => {
    fc.assert(
      fc.property(problems, pick, fc.bigInt(1n, 9n), (problem, number, more) => {
        const member = number % problem.stakes.length;
        const weight = rational.add(problem.stakes[member]!.weight, rational.ratio(more, 3n));
        const before = at(awardsOf(problem), member);
        const after = at(awardsOf(withStake(problem, member, { weight })), member);
        expect(rational.compare(after, before)).toBeGreaterThanOrEqual(0);
      }),
      OPTIONS,
    );
  });

  it('gives nobody less when a member leaves', () => {
    fc.assert(
      fc.property(problems, pick, (problem, number) => {
        const member = number % problem.stakes.length;
        const fewer = without(problem, member);
        expect(above(awardsOf(problem), awardsOf(fewer), member)).toEqual([]);
      }),
      OPTIONS,
    );
  });

  it('changes nothing for the others when a member leaves with what was sent to it', () => {
    fc.assert(
      fc.property(problems, pick, (problem, number) => {
        const { awards, flow } = divide(problem);
        const member = number % problem.stakes.length;
        // Masses are whole: everything is multiplied until what leaves is whole too.
        const scale = rational.commonDenominator(flow);
        const taken = problem.network.stocks.map(() => 0n);
        problem.network.routes.forEach((route, index) => {
          const amount = flow[index] ?? rational.ZERO;
          if (route.member === member) taken[route.stock]! += amount.p * (scale / amount.q);
        });
        const rest = without(scaledBy(problem, scale), member);
        const left = awardsOf(withStocks(rest, (mass, stock) => mass - taken[stock]!));
        const expected = awards.map((award, index) =>
          index === member ? rational.ZERO : rational.mul(award, rational.of(scale)),
        );
        expect(shown(left)).toEqual(shown(expected));
      }),
      OPTIONS,
    );
  });

  it('gives the same in one step down as in two', () => {
    fc.assert(
      fc.property(problems, fc.bigInt(0n, 4n), (problem, quarters) => {
        const free = {
          ...problem,
          stakes: problem.stakes.map((stake) => ({ ...stake, lower: rational.ZERO })),
        };
        const less = withStocks(free, (mass) => (mass * quarters) / 4n);
        const promised = awardsOf(free);
        const stakes = free.stakes.map((stake, member) => ({
          ...stake,
          upper: at(promised, member),
        }));
        expect(shown(awardsOf({ ...less, stakes }))).toEqual(shown(awardsOf(less)));
      }),
      OPTIONS,
    );
  });

  it('never raises the award of a member that hides a depot it can use', () => {
    fc.assert(
      fc.property(problems, pick, pick, (problem, number, hidden) => {
        const member = number % problem.stakes.length;
        const stock = hidden % problem.network.stocks.length;
        const free = withStake(problem, member, { lower: rational.ZERO });
        const hiding = withRoutes(free, (way) => way.member !== member || way.stock !== stock);
        if (leximin(hiding.network, hiding.stakes) === null) return;
        const [before, after] = [at(awardsOf(free), member), at(awardsOf(hiding), member)];
        expect(rational.compare(after, before)).toBeLessThanOrEqual(0);
      }),
      OPTIONS,
    );
  });

  it('may take from others when a member hides a depot: so forms must be verified', () => {
    const stake = { weight: rational.ONE, lower: rational.ZERO, upper: rational.of(10n) };
    const routes = [
      { stock: 0, member: 0, cap: null },
      { stock: 0, member: 1, cap: null },
      { stock: 1, member: 0, cap: null },
    ];
    const network = { stocks: [6n, 12n], memberCount: 2, routes };
    const open = { network, stakes: [stake, stake] };
    expect(shown(awardsOf(open))).toEqual(['10', '6']);
    expect(shown(awardsOf(withRoutes(open, ({ stock }) => stock === 0)))).toEqual(['3', '3']);
  });

  it('treats equals equally', () => {
    fc.assert(
      fc.property(problems, pick, (problem, number) => {
        const { network, stakes } = problem;
        const [first, twin] = [number % stakes.length, stakes.length];
        const own = network.routes.filter(({ member }) => member === first);
        const routes = [...network.routes, ...own.map((route) => ({ ...route, member: twin }))];
        const both = [...stakes, stakes[first]!];
        const division = leximin({ ...network, memberCount: twin + 1, routes }, both);
        if (division === null) return;
        expect(division.awards[twin]).toEqual(division.awards[first]);
      }),
      OPTIONS,
    );
  });

  it('does not depend on the order of members, stocks and routes, nor do its levels', () => {
    fc.assert(
      fc.property(problems, pick, pick, ({ network, stakes }, turn, other) => {
        const turned = (index: number, by: number, size: number) => (index + by) % size;
        const [members, stocks] = [stakes.length, network.stocks.length];
        const routes = network.routes.map(({ stock, member, cap }) => ({
          ...{ stock: turned(stock, other, stocks), member: turned(member, turn, members), cap },
        }));
        const renamed: Problem = {
          network: {
            ...{ memberCount: members, routes: routes.reverse() },
            stocks: network.stocks.map(
              (_, at) => network.stocks[turned(at, -other + 1e6 * stocks, stocks)]!,
            ),
          },
          stakes: stakes.map((_, at) => stakes[turned(at, -turn + 1e6 * members, members)]!),
        };
        const [before, after] = [divide({ network, stakes }), divide(renamed)];
        const back = stakes.map((_, member) => at(after.awards, turned(member, turn, members)));
        expect(shown(back)).toEqual(shown(before.awards));
        const levels = (division: Division) => shown(division.blocks.map(({ level }) => level));
        expect(levels(after)).toEqual(levels(before));
      }),
      OPTIONS,
    );
  });

  it('gives the same flow for the same routes in any order', () => {
    fc.assert(
      fc.property(problems, ({ network, stakes }) => {
        const reversed = { ...network, routes: [...network.routes].reverse() };
        const flow = divide({ network: reversed, stakes }).flow;
        expect(shown([...flow].reverse())).toEqual(shown(divide({ network, stakes }).flow));
      }),
      OPTIONS,
    );
  });

  it('grows with the unit of mass, and does not feel the unit of weight', () => {
    fc.assert(
      fc.property(problems, fc.bigInt(1n, 10n ** 12n), fc.bigInt(1n, 9n), (problem, by, per) => {
        const scaled = scaledBy(problem, by);
        const stakes = scaled.stakes.map((stake) => ({
          ...stake,
          weight: rational.mul(stake.weight, rational.ratio(by, per)),
        }));
        const expected = awardsOf(problem).map((award) => rational.mul(award, rational.of(by)));
        expect(shown(awardsOf({ ...scaled, stakes }))).toEqual(shown(expected));
      }),
      OPTIONS,
    );
  });
});

/** The same problem in a smaller unit of mass. */
function scaledBy({ network, stakes }: Problem, by: bigint): Problem {
  const times = (mass: Rational) => rational.mul(mass, rational.of(by));
  return {
    network: {
      ...network,
      stocks: network.stocks.map((mass) => mass * by),
      routes: network.routes.map((route) => ({
        ...route,
        cap: route.cap === null ? null : route.cap * by,
      })),
    },
    stakes: stakes.map((stake) => ({
      ...stake,
      lower: times(stake.lower),
      upper: times(stake.upper),
    })),
  };
}
