import * as rational from '../quantity/rational';
import { blocksOf } from './blocks';
import { checkCertificate } from './certificate';
import { leximin } from './leximin';
import { ranksOf } from './ranks';
import type { Route, Stake, SupplyNetwork } from './supply-network';

const stake = (upper: string, lower = '0', weight = '1'): Stake => ({
  weight: rational.parse(weight),
  lower: rational.parse(lower),
  upper: rational.parse(upper),
});
const route = (stock: number, member: number, cap: bigint | null = null): Route => ({
  stock,
  member,
  cap,
});

function networkOf(stocks: readonly bigint[], routes: readonly Route[]): SupplyNetwork {
  return { stocks, memberCount: Math.max(...routes.map(({ member }) => member)) + 1, routes };
}

/** Awards and flow as texts, of a division that the checker accepts; null when there is none. */
function divided(network: SupplyNetwork, stakes: readonly Stake[]) {
  const division = leximin(network, stakes);
  if (division === null) return null;
  expect(checkCertificate(network, stakes, division)).toEqual([]);
  return {
    awards: division.awards.map(rational.format),
    flow: division.flow.map(rational.format),
    levels: division.blocks.map(({ level }) => rational.format(level)),
  };
}

describe('leximin with bounds that are fractions', () => {
  const onePool = (mass: bigint) => networkOf([mass], [route(0, 0), route(0, 1)]);

  it('stops a member at its upper bound and gives the rest to the other', () => {
    expect(divided(onePool(2n), [stake('1/2', '1/3'), stake('7/3')])).toEqual({
      awards: ['1/2', '3/2'],
      flow: ['1/2', '3/2'],
      levels: ['3/2'],
    });
  });

  it('gives both their upper bounds where there is enough', () => {
    expect(divided(onePool(10n), [stake('1/2'), stake('7/3')])).toEqual({
      awards: ['1/2', '7/3'],
      flow: ['1/2', '7/3'],
      levels: ['7/3'],
    });
  });

  it('meets lower bounds that take all, and refuses those that take more', () => {
    const lower = (one: string) => [stake('1', one), stake('1', '1/2')];
    expect(divided(onePool(1n), lower('1/2'))?.awards).toEqual(['1/2', '1/2']);
    expect(divided(onePool(1n), lower('2/3'))).toBeNull();
  });
});

describe('leximin with capped routes', () => {
  it('lets a full route bring a member more than its pool alone would level out to', () => {
    const routes = [route(0, 0), route(0, 1), route(1, 0, 5n), route(1, 2)];
    const stakes = [stake('1000'), stake('1000'), stake('1000')];
    expect(divided(networkOf([1n, 100n], routes), stakes)).toEqual({
      awards: ['5', '1', '95'],
      flow: ['0', '1', '5', '95'],
      levels: ['1', '5', '95'],
    });
  });

  it('sends nothing along a route of cap 0', () => {
    const network = networkOf([5n], [route(0, 0, 0n), route(0, 1)]);
    expect(divided(network, [stake('9'), stake('9')])).toMatchObject({ awards: ['0', '5'] });
  });
});

it('makes one block of all that are settled at one level, in ascending order', () => {
  const segment = (member: number, stock: number, level: bigint) => ({
    members: [member],
    cut: { stocks: [stock], members: [member] },
    level: rational.of(level),
    full: false,
  });
  expect(blocksOf([segment(2, 1, 1n), segment(0, 0, 1n), segment(1, 2, 3n)])).toEqual([
    { level: rational.ONE, members: [0, 2], cut: { stocks: [0, 1], members: [0, 2] } },
    { level: rational.of(3n), members: [1], cut: { stocks: [2], members: [1] } },
  ]);
});

describe('what members up to a level get and could get', () => {
  const ranks = (network: SupplyNetwork, stakes: readonly Stake[]) =>
    ranksOf(network, stakes, leximin(network, stakes)?.awards ?? []).map((rank) => [
      rational.format(rank.level),
      rank.members,
      rational.format(rank.cumulativeAward),
      rational.format(rank.cumulativeRank),
    ]);

  it('is the same where caps and upper bounds hold them back, fractions too', () => {
    const network = networkOf([1n, 2n], [route(0, 0), route(1, 1, 1n)]);
    expect(ranks(network, [stake('1/2', '1/4'), stake('5/3')])).toEqual([
      ['1/2', [0], '1/2', '1/2'],
      ['1', [1], '3/2', '3/2'],
    ]);
  });

  it('differs where the lower bound of a member above takes what they could have', () => {
    const network = networkOf([3n], [route(0, 0), route(0, 1)]);
    expect(ranks(network, [stake('3'), stake('3', '2')])).toEqual([
      ['1', [0], '1', '3'],
      ['2', [1], '3', '3'],
    ]);
  });
});
