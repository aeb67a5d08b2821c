import fc from 'fast-check';
import { networks, stakesOf } from '../../../tests/support/small-networks';
import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import { leximin } from './leximin';
import type { Division, Route, Stake, SupplyNetwork } from './supply-network';

/**
 * Laws of leximin on a network that stand in no published table: those that do are in
 * `network-laws.spec.ts`.
 */
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

function withRoutes(problem: Problem, keep: (route: Route) => boolean): Problem {
  const { network } = problem;
  return { ...problem, network: { ...network, routes: network.routes.filter(keep) } };
}

const at = (awards: readonly Rational[], index: number) => awards[index] ?? rational.ZERO;
const pick = fc.nat(1_000);

describe('leximin on a network', () => {
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
