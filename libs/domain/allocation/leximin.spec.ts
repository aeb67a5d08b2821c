import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import { checkCertificate } from './certificate';
import { leximin } from './leximin';
import type { Division, Stake, SupplyNetwork } from './supply-network';
import { bruteForceLeximin } from '../../../tests/support/brute-force-leximin';
import { networks, stakesOf } from '../../../tests/support/small-networks';
import type { SmallCase } from '../../../tests/support/small-networks';

interface LeximinVector {
  readonly id: string;
  readonly stock: readonly string[];
  readonly claims: readonly string[];
  readonly weights: readonly string[];
  readonly edges: readonly { depot: number; member: number; cap: string | null }[];
  readonly expected_awards: readonly string[];
  readonly total: string;
  readonly bottleneck_certificate: readonly {
    level: string;
    members: readonly number[];
    cumulative_rank: string;
    cumulative_award: string;
  }[];
}

const { leximin_flows: vectors } = JSON.parse(
  readFileSync(join(__dirname, '../../../tests/vectors/leximin-network.json'), 'utf8'),
) as { leximin_flows: readonly LeximinVector[] };

function problemOf(vector: LeximinVector): { network: SupplyNetwork; stakes: readonly Stake[] } {
  return {
    network: {
      stocks: vector.stock.map(BigInt),
      memberCount: vector.claims.length,
      routes: vector.edges.map(({ depot, member, cap }) => ({
        stock: depot,
        member,
        cap: cap === null ? null : BigInt(cap),
      })),
    },
    stakes: vector.claims.map((claim, index) => ({
      weight: rational.parse(vector.weights[index] ?? ''),
      lower: rational.ZERO,
      upper: rational.parse(claim),
    })),
  };
}

function solve(network: SupplyNetwork, stakes: readonly Stake[]): Division {
  const division = leximin(network, stakes);
  if (division === null) throw new Error('The lower bounds cannot be carried.');
  return division;
}

/** Fujishige's decomposition, read off the awards: members by award / weight, with running sums. */
function decomposition(awards: readonly Rational[], stakes: readonly Stake[]): unknown[] {
  const levels = awards.map((award, index) =>
    rational.format(rational.div(award, stakes[index]?.weight ?? rational.ONE)),
  );
  const ascending = [...new Set(levels)].map(rational.parse).sort(rational.compare);
  let cumulative = rational.ZERO;
  return ascending.map((value) => {
    const level = rational.format(value);
    const members = levels.flatMap((each, index) => (each === level ? [index] : []));
    const own = rational.sum(members.map((index) => awards[index] ?? rational.ZERO));
    cumulative = rational.add(cumulative, own);
    return { level, members, cumulative_award: rational.format(cumulative) };
  });
}

describe('the published network cases', () => {
  it.each(vectors.map((vector) => [vector.id, vector] as const))('%s', (_id, vector) => {
    const { network, stakes } = problemOf(vector);
    const { awards } = solve(network, stakes);
    expect(awards.map(rational.format)).toEqual(vector.expected_awards);
    expect(rational.format(rational.sum(awards))).toBe(vector.total);
    expect(decomposition(awards, stakes)).toEqual(
      vector.bottleneck_certificate.map(({ level, members, cumulative_award }) => ({
        level,
        members,
        cumulative_award,
      })),
    );
  });

  it.each(vectors.map((vector) => [vector.id, vector] as const))(
    '%s has a valid certificate',
    (_id, vector) => {
      const { network, stakes } = problemOf(vector);
      expect(checkCertificate(network, stakes, solve(network, stakes))).toEqual([]);
    },
  );
});

describe('leximin', () => {
  it('agrees with the enumeration of every subset of stocks and members', () => {
    fc.assert(
      fc.property(networks, (small: SmallCase) => {
        const stakes = stakesOf(small);
        const expected = bruteForceLeximin(small.network, stakes);
        const division = leximin(small.network, stakes);
        expect(division?.awards.map(rational.format) ?? null).toEqual(
          expected?.map(rational.format) ?? null,
        );
      }),
      { numRuns: 250 },
    );
  });

  it('certifies every division it makes, with at most one block a member', () => {
    fc.assert(
      fc.property(networks, (small: SmallCase) => {
        const stakes = stakesOf(small);
        const division = leximin(small.network, stakes);
        if (division === null) return;
        expect(checkCertificate(small.network, stakes, division)).toEqual([]);
        expect(division.blocks.length).toBeLessThanOrEqual(stakes.length);
      }),
      { numRuns: 250 },
    );
  });

  it('refuses lower bounds the network cannot carry', () => {
    const network = { stocks: [5n], memberCount: 1, routes: [{ stock: 0, member: 0, cap: null }] };
    const six = rational.of(6n);
    expect(leximin(network, [{ weight: rational.ONE, lower: six, upper: six }])).toBeNull();
  });

  it('stays exact with weights a billion apart and a billion tonnes', () => {
    const stocks = [10n ** 15n];
    const routes = [0, 1, 2].map((member) => ({ stock: 0, member, cap: null }));
    const stakes = [1n, 10n ** 9n, 3n].map((weight) => ({
      weight: rational.of(weight),
      lower: rational.ZERO,
      upper: rational.of(10n ** 15n),
    }));
    const { awards } = solve({ stocks, memberCount: 3, routes }, stakes);
    const share = (weight: bigint) => rational.ratio(10n ** 15n * weight, 10n ** 9n + 4n);
    expect(awards).toEqual([share(1n), share(10n ** 9n), share(3n)]);
  });
});
