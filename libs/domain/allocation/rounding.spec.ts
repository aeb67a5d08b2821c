import fc from 'fast-check';
import { networks, stakesOf } from '../../../tests/support/small-networks';
import * as rational from '../quantity/rational';
import { checkRounding } from './check-rounding';
import { checkRouting } from './check-routing';
import { leximin } from './leximin';
import { roundAwards } from './rounding';
import type { RoundingStake } from './rounding';
import { routeAwards } from './routing';
import type { SupplyNetwork } from './supply-network';

function stake(tie: string, exact: string, changes: Partial<RoundingStake> = {}): RoundingStake {
  return {
    tie,
    exact: rational.parse(exact),
    weight: rational.ONE,
    credit: rational.ZERO,
    ...changes,
  };
}

/** One stock that everybody can use. */
function pool(mass: bigint, memberCount: number): SupplyNetwork {
  const routes = Array.from({ length: memberCount }, (_, member) => ({
    stock: 0,
    member,
    cap: null,
  }));
  return { stocks: [mass], memberCount, routes };
}

describe('rounding', () => {
  it('gives the spare units to the largest fractions', () => {
    const stakes = [stake('AAA', '51005/7'), stake('BBB', '20402/7'), stake('CCC', '2900')];
    expect(roundAwards(pool(13_101n, 3), stakes).awards).toEqual([7286n, 2915n, 2900n]);
  });

  it('settles ties by exact / weight, then credit, then member id', () => {
    const half = (tie: string, changes?: Partial<RoundingStake>) => stake(tie, '1/2', changes);
    const winner = (stakes: readonly RoundingStake[]) => {
      const { awards } = roundAwards(pool(1n, 2), stakes);
      return stakes[awards.indexOf(1n)]?.tie;
    };
    expect(winner([half('AAA'), half('BBB', { weight: rational.of(2n) })])).toBe('BBB');
    expect(winner([half('AAA'), half('BBB', { credit: rational.ONE })])).toBe('BBB');
    expect(winner([half('AAA'), half('BBB')])).toBe('AAA');
    expect(winner([half('BBB'), half('AAA')])).toBe('AAA');
  });

  it('hands out no more than the exact total, however much is left', () => {
    const halves = ['AAA', 'BBB', 'CCC'].map((tie) => stake(tie, '3/2'));
    const { awards, steps } = roundAwards(pool(90n, 3), halves);
    expect(awards).toEqual([2n, 1n, 1n]);
    expect(steps.map(({ granted }) => granted)).toEqual([true, false, false]);
  });

  it('skips a unit the network cannot carry', () => {
    const network: SupplyNetwork = {
      stocks: [1n, 1n],
      memberCount: 3,
      routes: [
        { stock: 0, member: 0, cap: null },
        { stock: 0, member: 1, cap: null },
        { stock: 1, member: 2, cap: null },
      ],
    };
    const stakes = [stake('AAA', '3/5'), stake('BBB', '2/5'), stake('CCC', '1')];
    const { awards, steps } = roundAwards(network, stakes);
    expect(awards).toEqual([1n, 0n, 1n]);
    expect(steps.map(({ index, granted }) => [index, granted])).toEqual([
      [0, true],
      [1, false],
    ]);
  });

  it('is refused when a unit goes past a member who came first', () => {
    const members = [stake('AAA', '3/5'), stake('BBB', '2/5')];
    const step = (index: number, fraction: string, up: boolean) => ({
      index,
      fraction: rational.parse(fraction),
      up,
    });
    const faults = (first: boolean) => {
      const awards = first ? [1n, 0n] : [0n, 1n];
      const rounded = members.map((each, index) => ({ ...each, award: awards[index] ?? 0n }));
      const trace = [step(0, '3/5', first), step(1, '2/5', !first)];
      return checkRounding(rounded, trace, { network: pool(1n, 2), amounts: awards });
    };
    expect(faults(true)).toEqual([]);
    expect(faults(false)).toEqual(['member 0 was passed over in the rounding']);
  });

  it('is checked with the credits that settled it', () => {
    const stakes = ['0', '1/3'].map((credit, index) =>
      stake(`M${index}`, '1/2', { credit: rational.parse(credit) }),
    );
    const { awards, steps } = roundAwards(pool(1n, 2), stakes);
    expect(awards).toEqual([0n, 1n]);
    const trace = steps.map(({ granted, ...step }) => ({ ...step, up: granted }));
    const rounded = stakes.map((each, index) => ({ ...each, award: awards[index] ?? -1n }));
    const routing = { network: pool(1n, 2), amounts: awards };
    expect(checkRounding(rounded, trace, routing)).toEqual([]);
    const without = rounded.map(({ credit: _credit, ...each }) => each);
    expect(checkRounding(without, trace, routing)).toEqual([
      'members 1 and 0 are in the wrong rounding order',
    ]);
  });

  it('keeps every law on any network, by a check that shares no code with it', () => {
    fc.assert(
      fc.property(networks, fc.array(fc.integer({ min: -2, max: 2 })), (small, credits) => {
        const stakes = stakesOf(small);
        const division = leximin(small.network, stakes);
        if (division === null) return;
        const exact = division.awards.map((award, index) => ({
          tie: `M${index}`,
          exact: award,
          weight: stakes[index]?.weight ?? rational.ONE,
          credit: rational.ratio(BigInt(credits[index] ?? 0), 3n),
        }));
        const { awards, steps } = roundAwards(small.network, exact);
        const routing = { network: small.network, amounts: routeAwards(small.network, awards) };
        const trace = steps.map(({ granted, ...step }) => ({ ...step, up: granted }));
        const rounded = exact.map((each, index) => ({ ...each, award: awards[index] ?? -1n }));
        expect(checkRouting(routing, awards)).toEqual([]);
        expect(checkRounding(rounded, trace, routing)).toEqual([]);
      }),
      { numRuns: 250 },
    );
  });
});

describe('routing', () => {
  it('is checked against the caps of routes', () => {
    const capped = (cap: bigint) =>
      [0, 1].map((stock) => ({ stock, member: 0, cap: stock === 0 ? cap : null }));
    const faults = (cap: bigint, amounts: readonly bigint[]) => {
      const network = { stocks: [9n, 9n], memberCount: 1, routes: capped(cap) };
      return checkRouting({ network, amounts }, [4n]);
    };
    expect(faults(3n, [3n, 1n])).toEqual([]);
    expect(faults(3n, [4n, 0n])).toEqual(['route 0 carries more than its cap']);
    expect(faults(4n, [3n, 1n])).toEqual([
      'route 0 could carry more: the routing is not the largest',
    ]);
  });

  it('sends as much as possible by the first route, then by the next', () => {
    const network: SupplyNetwork = {
      stocks: [5n, 5n],
      memberCount: 2,
      routes: [
        { stock: 0, member: 0, cap: null },
        { stock: 0, member: 1, cap: null },
        { stock: 1, member: 0, cap: 3n },
        { stock: 1, member: 1, cap: null },
      ],
    };
    expect(routeAwards(network, [4n, 4n])).toEqual([4n, 1n, 0n, 3n]);
    expect(routeAwards(network, [7n, 3n])).toEqual([5n, 0n, 2n, 3n]);
  });

  it('is refused when it is not the largest', () => {
    const network = {
      ...pool(5n, 2),
      stocks: [5n, 5n],
      routes: [0, 1].flatMap((stock) => [0, 1].map((member) => ({ stock, member, cap: null }))),
    };
    const faults = (amounts: readonly bigint[]) => checkRouting({ network, amounts }, [4n, 4n]);
    expect(faults([4n, 1n, 0n, 3n])).toEqual([]);
    expect(faults([3n, 2n, 1n, 2n])).toEqual([
      'route 0 could carry more: the routing is not the largest',
    ]);
    expect(faults([4n, 0n, 0n, 4n])).toEqual([
      'route 1 could carry more: the routing is not the largest',
    ]);
    expect(faults([4n, 4n, 0n, 0n])).toEqual([
      'the routing takes more from a stock than was opened',
    ]);
    expect(faults([4n, 1n, 0n, 2n])).toEqual([
      'the routing does not add up to the award of member 1',
    ]);
    expect(faults([5n, 0n, -1n, 4n])).toEqual(['the routing carries less than nothing']);
  });
});
