import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { randomNetwork } from '../../../tests/support/random-network';
import type { Shape } from '../../../tests/support/random-network';
import { DomainError } from '../errors';
import * as rational from '../quantity/rational';
import { writeAnswer } from './answer';
import { checkNetwork } from './check-network';
import { parseJson } from './json-text';
import { answerNetwork } from './network';
import { Place } from './place';

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
type Problem = { [name: string]: Json };

interface Vector extends Problem {
  id: string;
  expected_awards: Json;
  total: Json;
  bottleneck_certificate: Json;
}

const { leximin_flows: vectors } = JSON.parse(
  readFileSync(join(__dirname, '../../../tests/vectors/leximin-network.json'), 'utf8'),
) as { leximin_flows: readonly Vector[] };

function placeOf(value: Json): Place {
  return new Place(parseJson(JSON.stringify(value)));
}

function answerOf(problem: Problem): Problem {
  return JSON.parse(writeAnswer(answerNetwork(placeOf({ kind: 'network', ...problem }))));
}

function faultsOf(problem: Problem, answer: Json): readonly string[] {
  try {
    const own = () => placeOf(answerOf(problem));
    return checkNetwork(placeOf({ kind: 'network', ...problem }), placeOf(answer), own).faults;
  } catch (error) {
    if (error instanceof DomainError) return [error.message];
    throw error;
  }
}

function refusalOf(problem: Problem): { code: string; pointer: unknown } {
  try {
    answerOf(problem);
  } catch (error) {
    if (error instanceof DomainError) return { code: error.code, pointer: error.facts['pointer'] };
    throw error;
  }
  throw new Error('It was answered.');
}

const PROBLEM: Problem = {
  stock: ['6', '12'],
  claims: ['20', '20', '20'],
  weights: ['1', '1', '1'],
  edges: [
    { depot: 0, member: 0, cap: null },
    { depot: 0, member: 1, cap: null },
    { depot: 1, member: 1, cap: '1' },
    { depot: 1, member: 2, cap: null },
  ],
};

describe('a network problem', () => {
  it.each(vectors.map((one) => [one.id, one] as const))('%s, with every field', (_id, vector) => {
    const answer = answerOf(vector);
    expect(answer['awards']).toEqual(vector.expected_awards);
    expect(answer['total']).toEqual(vector.total);
    expect(answer['bottleneck_certificate']).toEqual(vector.bottleneck_certificate);
    expect(faultsOf(vector, answer)).toEqual([]);
  });

  it('is answered with what proves the answer', () => {
    expect(answerOf(PROBLEM)).toEqual({
      awards: ['7/2', '7/2', '11'],
      total: '18',
      undistributed: '0',
      bottleneck_certificate: [
        { level: '7/2', members: [0, 1], cumulative_rank: '7', cumulative_award: '7' },
        { level: '11', members: [2], cumulative_rank: '18', cumulative_award: '18' },
      ],
      one_feasible_flow: [
        { depot: 0, member: 0, amount: '7/2' },
        { depot: 0, member: 1, amount: '5/2' },
        { depot: 1, member: 1, amount: '1' },
        { depot: 1, member: 2, amount: '11' },
      ],
      blocks: [
        { level: '7/2', members: [0, 1], cut: { depots: [0], members: [0, 1] } },
        { level: '11', members: [2], cut: { depots: [1], members: [2] } },
      ],
    });
  });

  it('takes fractions of mass, and gives them back in the unit of the problem', () => {
    const third = { ...PROBLEM, stock: ['2', '4'], claims: ['20/3', '20/3', '20/3'] };
    const answer = answerOf({ ...third, edges: (PROBLEM['edges'] as Json[]).map(thirdOfCap) });
    expect(answer).toMatchObject({ awards: ['7/6', '7/6', '11/3'], total: '6' });
    expect(answer['blocks']).toMatchObject([{ level: '7/6' }, { level: '11/3' }]);
  });

  it('shows what a floor keeps from the members below it', () => {
    const floors = { ...PROBLEM, floors: ['5', '0', '0'] };
    expect(answerOf(floors)).toMatchObject({
      awards: ['5', '2', '11'],
      bottleneck_certificate: [
        { level: '2', members: [1], cumulative_rank: '7', cumulative_award: '2' },
        { level: '5', members: [0], cumulative_rank: '7', cumulative_award: '7' },
        { level: '11', members: [2], cumulative_rank: '18', cumulative_award: '18' },
      ],
    });
  });

  it('serves classes in their order, and proves each', () => {
    const problem = { ...PROBLEM, classes: [[1], [0, 2]] };
    const answer = answerOf(problem);
    expect(answer).toMatchObject({ awards: ['0', '7', '11'], total: '18' });
    expect(answer['earlier_classes']).toMatchObject([{ awards: ['0', '7', '0'] }]);
    expect(faultsOf(problem, answer)).toEqual([]);
    expect(faultsOf({ ...PROBLEM, classes: [[0, 2], [1]] }, answer)).not.toEqual([]);
    expect(faultsOf(PROBLEM, answer)).toEqual([
      '/earlier_classes: not one division for each class.',
    ]);
  });

  it.each<[string, Problem, Problem]>([
    ['no depot', { stock: [], edges: [] }, { awards: ['0', '0', '0'], total: '0' }],
    ['zero stock', { stock: ['0', '0'] }, { awards: ['0', '0', '0'], undistributed: '0' }],
    [
      'no member',
      { claims: [], weights: [], edges: [] },
      { awards: [], total: '0', undistributed: '18', bottleneck_certificate: [], blocks: [] },
    ],
    ['a member without a route', { edges: [] }, { awards: ['0', '0', '0'], undistributed: '18' }],
    [
      'claims below the stock',
      { claims: ['1', '1', '1'] },
      { awards: ['1', '1', '1'], undistributed: '15' },
    ],
    [
      'a claim and a weight of nothing',
      { claims: ['0', '20', '20'], weights: ['0', '1', '1'] },
      { awards: ['0', '7', '11'] },
    ],
    [
      'a million million tonnes, and weights a billion apart',
      { stock: [`${10n ** 18n}`, `${10n ** 18n}`], weights: ['1', '1000000000', '1'] },
      { awards: ['20', '20', '20'] },
    ],
    [
      'no class of no member',
      { claims: [], weights: [], edges: [], classes: [] },
      { awards: [], undistributed: '18' },
    ],
    ['a class of nobody', { classes: [[], [0, 1, 2]] }, { awards: ['7/2', '7/2', '11'] }],
  ])('is no error with %s', (_name, change, expected) => {
    const problem = { ...PROBLEM, ...change };
    const answer = answerOf(problem);
    expect(answer).toMatchObject(expected);
    expect(faultsOf(problem, answer)).toEqual([]);
  });

  it.each<[string, Problem, string]>([
    ['negative stock', { stock: ['6', '-12'] }, '/stock/1'],
    ['a negative claim', { claims: ['20', '-1', '20'] }, '/claims/1'],
    ['a negative weight', { weights: ['1', '1', '-1/2'] }, '/weights/2'],
    ['a weight that is none', { weights: ['1', '0.5', '1'] }, '/weights/1'],
    ['a fraction by nothing', { weights: ['1', '1/0', '1'] }, '/weights/1'],
    ['too few weights', { weights: ['1', '1'] }, '/weights'],
    ['no weight but a claim', { weights: ['1', '0', '1'] }, '/weights/1'],
    ['too many floors', { floors: ['1', '1', '1', '1'] }, '/floors'],
    ['a floor above the claim', { floors: ['1', '21', '1'] }, '/floors/1'],
    ['a negative floor', { floors: ['-1', '1', '1'] }, '/floors/0'],
    [
      'a depot that is not there',
      { edges: [{ depot: 2, member: 0, cap: null }] },
      '/edges/0/depot',
    ],
    ['a member that is not there', { edges: [{ depot: 0, member: 3 }] }, '/edges/0/member'],
    ['a negative cap', { edges: [{ depot: 0, member: 0, cap: '-1' }] }, '/edges/0/cap'],
    ['a cap that is a number', { edges: [{ depot: 0, member: 0, cap: 1 }] }, '/edges/0/cap'],
    [
      'two edges between the same',
      { edges: [0, 1].map(() => ({ depot: 0, member: 0, cap: '1' })) },
      '/edges/1',
    ],
    ['an edge with more', { edges: [{ depot: 0, member: 0, costs: '1' }] }, '/edges/0/costs'],
    [
      'a member in two classes',
      {
        classes: [
          [0, 1],
          [1, 2],
        ],
      },
      '/classes/1/0',
    ],
    ['a member in no class', { classes: [[0, 1]] }, '/classes'],
    ['a class of strangers', { classes: [[0, 1, 2, 3]] }, '/classes/0/3'],
  ])('is refused with %s', (_name, change, pointer) => {
    expect(refusalOf({ ...PROBLEM, ...change })).toEqual({ code: 'problem-invalid', pointer });
  });

  it('is refused when the network cannot carry the floors', () => {
    const refusal = { code: 'floors-above-estate', pointer: '/floors' };
    expect(refusalOf({ ...PROBLEM, floors: ['4', '4', '0'] })).toEqual(refusal);
  });
});

function thirdOfCap(edge: Json): Json {
  const { cap, ...ends } = edge as { [name: string]: Json };
  return { ...ends, cap: cap === null || cap === undefined ? null : '1/3' };
}

describe('the check of a network answer', () => {
  const shape: Shape = {
    ...{ members: 5, stocks: 4, routes: 12, stockMax: 60, claimMax: 50 },
    ...{ weightMax: 5, capMax: 20, cappedShare: 40, floorPart: 9n },
  };

  it('takes what is left out of a certificate from the engine', () => {
    const { awards, one_feasible_flow: flow } = answerOf(PROBLEM);
    expect(faultsOf(PROBLEM, { awards: awards! })).toEqual([]);
    expect(faultsOf(PROBLEM, { one_feasible_flow: flow! })).toEqual([]);
    expect(faultsOf(PROBLEM, { total: '18' })).toEqual([]);
    expect(faultsOf(PROBLEM, { total: '17' })).toEqual(['/total: total is not 18.']);
    expect(faultsOf(PROBLEM, { awards: ['3', '4', '11'] })).not.toEqual([]);
    expect(faultsOf(PROBLEM, {})).toEqual([expect.stringContaining('at least one field')]);
  });

  it('finds every altered award, level, member list, cut and flow', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.nat(), fc.nat(), (seed, pick, by) => {
        const { network, stakes } = randomNetwork(shape, seed);
        const text = (key: 'weight' | 'lower' | 'upper') =>
          stakes.map((stake) => rational.format(stake[key]));
        const problem = {
          stock: network.stocks.map(String),
          ...{ claims: text('upper'), weights: text('weight'), floors: text('lower') },
          edges: network.routes.map(({ stock, member, cap }) => ({
            ...{ depot: stock, member },
            cap: cap === null ? null : `${cap}`,
          })),
        };
        const answer = answerOrNull(problem);
        if (answer === null) return;
        expect(faultsOf(problem, answer)).toEqual([]);
        const altered = alter(answer, pick, by);
        if (JSON.stringify(altered) === JSON.stringify(answer)) return;
        if (isOtherProof(problem, answer, altered)) return;
        expect({ altered, faults: faultsOf(problem, altered) }).not.toMatchObject({ faults: [] });
      }),
      { numRuns: process.env['GMT_SOAK'] === '1' ? 20_000 : 600 },
    );
  });
});

function answerOrNull(problem: Problem): Problem | null {
  try {
    return answerOf(problem);
  } catch (error) {
    if (error instanceof DomainError && error.code === 'floors-above-estate') return null;
    throw error;
  }
}

/** Changes one figure, or takes one item out of a list, somewhere in what is proven. */
function alter(answer: Problem, pick: number, by: number): Problem {
  const copy = structuredClone(answer);
  const spots: (() => void)[] = [];
  const visit = (value: Json): void => {
    if (value === null || typeof value !== 'object') return;
    if (Array.isArray(value) && value.length > 0) {
      spots.push(() => void value.splice(by % value.length, 1));
    }
    for (const [key, item] of Object.entries(value)) {
      const holder = value as { [name: string]: Json };
      // It does not matter from which of two depots with room a member is served.
      if (key === 'depot') continue;
      if (typeof item === 'string') spots.push(() => (holder[key] = moved(item, by)));
      if (typeof item === 'number') spots.push(() => (holder[key] = (item + 1 + (by % 3)) % 5));
      visit(item);
    }
  };
  visit(copy);
  spots[pick % spots.length]?.();
  return copy;
}

interface Blocks {
  readonly blocks: readonly {
    readonly members: readonly number[];
    readonly cut: { readonly depots: readonly number[]; readonly members: readonly number[] };
  }[];
}

/**
 * Some cuts can be drawn in two ways, and both prove the division: true when nothing else was
 * altered, and each cut is still full and holds back every member that has less than its claim.
 */
function isOtherProof(problem: Problem, answer: Problem, altered: Problem): boolean {
  const [before, after] = [answer, altered].map((one) => one as unknown as Blocks);
  const withoutCuts = (one: Blocks | undefined) =>
    JSON.stringify({ ...one, blocks: one?.blocks.map((block) => ({ ...block, cut: null })) });
  if (withoutCuts(before) !== withoutCuts(after)) return false;
  const awards = (altered['awards'] as string[]).map(rational.parse);
  const claims = (problem['claims'] as string[]).map(rational.parse);
  const edges = problem['edges'] as { depot: number; member: number; cap: string | null }[];
  const [depots, members] = [new Set<number>(), new Set<number>()];
  const settled = new Set<number>();
  return (after?.blocks ?? []).every((block) => {
    block.members.forEach((member) => settled.add(member));
    block.cut.depots.forEach((depot) => depots.add(depot));
    block.cut.members.forEach((member) => members.add(member));
    const into = edges.filter(({ depot, member }) => members.has(member) && !depots.has(depot));
    const most = [...depots].map((depot) => (problem['stock'] as string[])[depot] ?? '0');
    most.push(...into.map(({ cap }) => cap ?? `${10n ** 30n}`));
    const got = rational.sum([...members].map((member) => awards[member] ?? rational.ZERO));
    const held = block.members.every((member) => {
      return members.has(member) || rational.equal(awards[member]!, claims[member]!);
    });
    const known = [...members].every((member) => settled.has(member));
    return known && held && rational.equal(got, rational.sum(most.map(rational.parse)));
  });
}

function moved(amount: string, by: number): string {
  const change = rational.ratio(BigInt(1 + (by % 7)), BigInt(1 + (by % 3)));
  return rational.format(rational.add(rational.parse(amount), change));
}
