import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { divide } from '../../../tests/support/divide';

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
type Problem = { [name: string]: Json };

async function answerTo(problem: Problem): Promise<Problem> {
  const { out, status } = await divide(JSON.stringify(problem));
  expect(status).toBe(0);
  return JSON.parse(out) as Problem;
}

/** The verdict on an answer, as a program sees it. */
async function check(problem: Problem, answer: Json) {
  const { status, out } = await divide(JSON.stringify({ problem, answer }), '--check');
  return { status, ...(JSON.parse(out) as { valid: boolean; by: string; faults: string[] }) };
}

function vector(name: string, section: string, id: string): Problem {
  const file = join(__dirname, '../../../tests/vectors', `${name}.json`);
  const cases = (JSON.parse(readFileSync(file, 'utf8')) as Record<string, Problem[]>)[section];
  const found = (cases ?? []).find((one) => one['id'] === id);
  if (found === undefined) throw new Error(`No vector ${id}.`);
  return found;
}

/** The answer with one value replaced, by JSON pointer. */
function tampered(answer: Problem, pointer: string, value: Json): Problem {
  const copy = structuredClone(answer);
  const path = pointer.slice(1).split('/');
  const last = path.pop() ?? '';
  const holder = path.reduce<Json>((at, key) => (at as Problem)[key] ?? null, copy) as Problem;
  expect(holder[last]).toBeDefined();
  expect(holder[last]).not.toEqual(value);
  holder[last] = value;
  return copy;
}

const network: Problem = {
  kind: 'network',
  ...{ stock: ['6', '12'], claims: ['20', '20', '20'], weights: ['1', '1', '1'] },
  floors: ['1', '4', '0'],
  edges: [
    { depot: 0, member: 0, cap: null },
    { depot: 0, member: 1, cap: null },
    { depot: 1, member: 1, cap: '1' },
    { depot: 1, member: 2, cap: null },
  ],
};

const classed: Problem = { ...network, classes: [[1], [0, 2]] };

describe('gmt divide --check of a network', () => {
  it.each([
    ['with floors', network],
    ['with classes', classed],
    ['as published', { kind: 'network', ...vector('leximin-network', 'leximin_flows', 'LX08') }],
  ])('proves the answer %s by its certificate', async (_name, problem) => {
    const answer = await answerTo(problem);
    const proven = { status: 0, valid: true, by: 'certificate', faults: [] };
    expect(await check(problem, answer)).toEqual(proven);
    const { bottleneck_certificate: _ranks, total: _total, ...rest } = answer;
    expect(await check(problem, rest)).toEqual(proven);
    const { blocks: _blocks, ...unproven } = answer;
    expect(await check(problem, unproven)).toEqual({ ...proven, by: 'recomputation' });
  });

  it.each<[string, string, Json, string]>([
    ['an award', '/awards/0', '4', '/answer/awards/0'],
    ['an award below its floor', '/awards/1', '3', '/answer/awards/1'],
    ['the total', '/total', '19', '/answer/total'],
    ['what is left', '/undistributed', '1', '/answer/undistributed'],
    ['a level', '/blocks/0/level', '4', '/answer/blocks/0'],
    ['the members of a block', '/blocks/0/members', [0], '/answer/blocks'],
    ['the depots of a cut', '/blocks/0/cut/depots', [], '/answer/blocks/0'],
    ['the members of a cut', '/blocks/0/cut/members', [0], '/answer/blocks/0'],
    ['a flow', '/one_feasible_flow/0/amount', '2', '/answer/awards/0'],
    ['a flow above its cap', '/one_feasible_flow/2/amount', '2', '/answer/one_feasible_flow'],
    ['a rank', '/bottleneck_certificate/0/cumulative_rank', '5', '/answer/bottleneck_certif'],
    ['a sum', '/bottleneck_certificate/1/cumulative_award', '8', '/answer/bottleneck_certif'],
    ['the level of a rank', '/bottleneck_certificate/0/level', '2', '/answer/bottleneck_certif'],
  ])('finds %s that was altered: status 1', async (_what, pointer, value, place) => {
    const verdict = await check(network, tampered(await answerTo(network), pointer, value));
    expect(verdict).toMatchObject({ status: 1, valid: false, by: 'certificate' });
    expect(verdict.faults.join('\n')).toContain(place);
    for (const fault of verdict.faults) expect(fault).toMatch(/^\/answer\S*: /);
  });

  it('finds an award lowered together with its flow and the totals', async () => {
    const answer = await answerTo(network);
    expect(answer).toMatchObject({ awards: ['3', '4', '11'], total: '18' });
    const lowered = {
      ...answer,
      ...{ awards: ['3', '4', '10'], total: '17', undistributed: '1' },
      one_feasible_flow: (answer['one_feasible_flow'] as Problem[]).map((route) =>
        route['member'] === 2 ? { ...route, amount: '10' } : route,
      ),
      blocks: (answer['blocks'] as Problem[]).map((block) =>
        block['level'] === '11' ? { ...block, level: '10' } : block,
      ),
    };
    const { bottleneck_certificate: _ranks, ...claimed } = lowered as Problem;
    expect(await check(network, claimed)).toEqual({
      ...{ status: 1, valid: false, by: 'certificate' },
      faults: ['/answer/blocks/1: the cut of block 1 is not tight.'],
    });
  });

  it('finds what one member gives another, whatever else is made to fit', async () => {
    const answer = await answerTo(network);
    const moved = {
      awards: ['2', '5', '11'],
      one_feasible_flow: [
        { depot: 0, member: 0, amount: '2' },
        { depot: 0, member: 1, amount: '4' },
        { depot: 1, member: 1, amount: '1' },
        { depot: 1, member: 2, amount: '11' },
      ],
      blocks: [
        { level: '2', members: [0], cut: { depots: [], members: [] } },
        { level: '5', members: [1], cut: { depots: [0], members: [0, 1] } },
        { level: '11', members: [2], cut: { depots: [1], members: [2] } },
      ],
    };
    expect((await check(network, { ...moved, total: answer['total'] ?? null })).faults).toEqual([
      '/answer/awards/0: nothing keeps member 0 from more.',
    ]);
  });

  it('says of an earlier class where it is wrong', async () => {
    const answer = await answerTo(classed);
    const bad = tampered(answer, '/earlier_classes/0/awards/1', '5');
    const { faults } = await check(classed, bad);
    expect(faults.join('\n')).toContain('/answer/earlier_classes/0/awards/1: ');
  });

  it.each<[string, Json, string]>([
    ['a flow on no edge', [{ depot: 1, member: 0, amount: '1' }], '/answer/one_feasible_flow/0'],
    ['a flow from nowhere', [{ depot: 9, member: 0, amount: '1' }], '/answer/one_feasible_flow/0'],
    ['a flow that is none', [{ depot: 0, member: 0, amount: 1 }], '/answer/one_feasible_flow/0'],
    ['a flow that is no list', '3', '/answer/one_feasible_flow'],
  ])('refuses %s: status 2', async (_name, flow, pointer) => {
    const answer = { ...(await answerTo(network)), one_feasible_flow: flow };
    const { status, out, err } = await divide(
      JSON.stringify({ problem: network, answer }),
      '--check',
    );
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toContain(`at "${pointer}`);
  });
});

describe('gmt divide --check of other problems', () => {
  const pipeline = { kind: 'pipeline', ...vector('pipeline', 'cases', 'PL3') };
  const general = { kind: 'iea', mode: 'general', ...vector('iea', 'general', 'IEP01') };
  const rule = (name: string): Problem => ({
    ...{ kind: 'claims', rule: name, estate: '200', claims: ['100', '200', '300'] },
  });
  const seats = (method: string): Problem => ({
    kind: 'apportion',
    method,
    ...{ votes: ['5117', '4400', '162', '161', '160'], house: 100 },
  });

  it.each<[string, Problem, string, string, Json]>([
    ['an award of a rule of one level', rule('talmud'), 'certificate', '/awards/1', '76'],
    ['what is left', rule('cel'), 'certificate', '/undistributed', '1'],
    ['an award of random arrival', rule('random_arrival'), 'recomputation', '/awards/0', '34'],
    ['an award of a release', pipeline, 'recomputation', '/awards/AAA', '7285'],
    ['a route of a release', pipeline, 'recomputation', '/routing/0/amount', '5101'],
    ['a claim of a release', pipeline, 'recomputation', '/claims/BBB', '1'],
    ['a right', general, 'recomputation', '/members/1/allocation_right', '428'],
    ['a seat by Webster', seats('webster_sainte_lague'), 'certificate', '/seats/0', 52],
    ['a seat by Hamilton', seats('hamilton'), 'certificate', '/seats/4', 2],
    ['a seat by quota', seats('quota_balinski_young'), 'recomputation', '/seats/0', 51],
  ])('finds %s that was altered, and the answer good before', async (...row) => {
    const [, problem, by, pointer, value] = row;
    const answer = await answerTo(problem);
    expect(await check(problem, answer)).toEqual({ status: 0, valid: true, by, faults: [] });
    const verdict = await check(problem, tampered(answer, pointer, value));
    expect(verdict).toMatchObject({ status: 1, valid: false, by });
    expect(verdict.faults[0]).toMatch(/^\/answer\/\w+/);
  });

  it('finds seats that sum to the house but are not of the method', async () => {
    const answer = { seats: [52, 43, 2, 2, 1] };
    for (const method of ['hamilton', 'adams', 'dean', 'hill_huntington']) {
      expect(await check(seats(method), answer)).toMatchObject({ status: 1, by: 'certificate' });
    }
  });

  it('lists no more faults than anybody reads, however many there are', async () => {
    const count = 200_000;
    const claims = Array.from({ length: count }, () => '1');
    const problem = { kind: 'claims', rule: 'cea', estate: `${count}`, claims };
    const { status, faults } = await check(problem, { awards: claims.map(() => '2') });
    expect(status).toBe(1);
    expect(faults).toHaveLength(100);
  });

  it('says in words what the verdict rests on', async () => {
    const input = (problem: Problem, answer: Json) => JSON.stringify({ problem, answer });
    const proven = await divide(
      input(rule('cea'), { awards: ['200/3', '200/3', '200/3'] }),
      ...['--check', '--explain'],
    );
    expect(proven.out).toBe('The answer holds, by its own proof.\n');
    const again = await divide(
      input(pipeline, { awards: { AAA: '1' } }),
      ...['--check', '--explain'],
    );
    expect(again.out).toContain("by comparing it with the engine's own answer:\n");
  });
});
