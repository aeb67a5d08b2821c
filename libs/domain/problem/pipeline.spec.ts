import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { utf8 } from '../log/bytes';
import { writeAnswer } from './answer';
import { answerProblem, readProblem } from './answer-problem';

interface Identified extends Readonly<Record<string, unknown>> {
  readonly id: string;
}

interface Vector {
  readonly id: string;
  readonly expected: Readonly<Record<string, unknown>>;
  readonly members: readonly Identified[];
  readonly depots: readonly Identified[];
}

const { cases } = JSON.parse(
  readFileSync(join(__dirname, '../../../tests/vectors/pipeline.json'), 'utf8'),
) as { cases: readonly Vector[] };

function caseNamed(id: string): Vector {
  const found = cases.find((vector) => vector.id === id);
  if (found === undefined) throw new Error(`No vector ${id}.`);
  return found;
}

type ByMember = Readonly<Record<string, string>>;

interface Answered extends Readonly<Record<string, unknown>> {
  readonly claims: ByMember;
  readonly floors: ByMember;
  readonly awards: ByMember;
  readonly levels: readonly unknown[];
}

function answer(problem: object): Answered {
  const bytes = utf8(JSON.stringify({ kind: 'pipeline', ...problem }));
  return JSON.parse(writeAnswer(answerProblem(readProblem(bytes)))) as Answered;
}

/** A case with some members or depots changed, by id. */
function changed(id: string, changes: Readonly<Record<string, object>>): Vector {
  const vector = caseNamed(id);
  const apply = (each: Identified) => ({ ...each, ...changes[each.id] });
  return { ...vector, members: vector.members.map(apply), depots: vector.depots.map(apply) };
}

describe('a pipeline problem', () => {
  it.each(cases.map((vector) => [vector.id, vector] as const))(
    '%s is answered exactly',
    (_, vector) => {
      expect(answer(vector)).toEqual(vector.expected);
    },
  );

  const capOf = (route_caps: unknown) => ({ ...caseNamed('PL3'), route_caps });
  it.each([
    ['a list', [{ depot: 'd1', member: 'CCC', cap_kg: '1000' }]],
    [
      'a list with nulls',
      [
        { depot: 'd1', member: 'CCC', cap: '1000' },
        { depot: 'd1', member: 'AAA', cap: null },
      ],
    ],
    ['triples', [['d1', 'CCC', '1000']]],
    ['an object', { d1: { CCC: '1000', AAA: null } }],
    ['names of both ends', { 'd1->CCC': '1000' }],
  ])('takes caps of routes as %s', (_name, caps) => {
    const { awards, floor_pass, levels, total } = answer(capOf(caps));
    expect({ awards, floor_pass, total }).toEqual({
      awards: { AAA: '7800', BBB: '4301', CCC: '1000', DDD: '900' },
      floor_pass: 'floors scaled',
      total: '14001',
    });
    expect(levels).toEqual([
      { level: '64/15', members: ['CCC'] },
      { level: '4301/400', members: ['AAA', 'BBB', 'DDD'] },
    ]);
  });

  it('leaves out a member without a usable form, and divides the rest', () => {
    const { awards, levels, floor_pass, floor_fill } = answer(
      changed('PL3', { CCC: { forms: [] } }),
    );
    expect(awards).toEqual({ AAA: '7800', BBB: '5301', CCC: '0', DDD: '900' });
    expect(levels[0]).toEqual({ level: '0', members: ['CCC'] });
    expect({ floor_pass, floor_fill }).toEqual({
      floor_pass: 'floors scaled',
      floor_fill: { AAA: '1', BBB: '1', CCC: '0', DDD: '1' },
    });
  });

  it('keeps the steps of the stepped schedule', () => {
    for (const schedule of ['step', 'stepped']) {
      const { demand_restraint, release_fraction } = answer({ ...caseNamed('PL2'), schedule });
      expect({ demand_restraint, release_fraction }).toEqual({
        demand_restraint: '7/100',
        release_fraction: '1/4',
      });
    }
  });

  it('scales floors by essential use, whatever need is stated above it', () => {
    const scarce = { d1: { unencumbered_kg: '3000' }, d2: { unencumbered_kg: '3000' } };
    const modest = answer(changed('PL3', { ...scarce, CCC: { declared_need_kg: '2500' } }));
    const inflated = answer(changed('PL3', { ...scarce, CCC: { declared_need_kg: '25000' } }));
    expect(modest['floor_pass']).toBe('floors scaled');
    expect(modest.floors['CCC']).toBe('2500');
    expect(inflated['awards']).toEqual(modest['awards']);
  });

  it('serves the humanitarian class first and opens what it leaves to everybody', () => {
    const relief = (claim_kg: string) => ({
      ...caseNamed('PL3'),
      humanitarian: [{ id: 'RELIEF', claim_kg, forms: ['metal', 'oxide'] }],
    });
    const all = answer(relief('5000'));
    expect(all['humanitarian_awards']).toEqual({ RELIEF: '700' });
    expect(all['release_cap']).toEqual({ d1: '7600', d2: '5701' });
    const some = answer(relief('500'));
    expect(some['humanitarian_routing']).toEqual([
      { depot: 'd1', claimant: 'RELIEF', amount: '400' },
      { depot: 'd2', claimant: 'RELIEF', amount: '100' },
    ]);
    expect(some['release_cap']).toEqual({ d1: '7600', d2: '5901' });
    const nobody = { ...caseNamed('PL3'), humanitarian: [] };
    expect(answer(nobody)).toMatchObject(caseNamed('PL3').expected);
  });

  it('routes by the least tonne-kilometres where distances are given', () => {
    const far = { d1: { AAA: 9, CCC: 1, DDD: 1 }, d2: { AAA: 1, BBB: 1, DDD: 9 } };
    const { routing, awards } = answer({ ...caseNamed('PL3'), distances_km: far });
    expect(awards).toEqual(caseNamed('PL3').expected['awards']);
    expect(routing).toEqual([
      { depot: 'd1', member: 'AAA', amount: '4200' },
      { depot: 'd1', member: 'CCC', amount: '2900' },
      { depot: 'd1', member: 'DDD', amount: '900' },
      { depot: 'd2', member: 'AAA', amount: '3086' },
      { depot: 'd2', member: 'BBB', amount: '2915' },
    ]);
  });

  it.each<[string, object, string]>([
    [
      'a misspelt figure of a member',
      changed('PL3', { AAA: { own_suply: '1' } }),
      '/members/0/own_suply',
    ],
    [
      'a negative baseline',
      changed('PL3', { BBB: { baseline_kg_per_day: '-1' } }),
      '/members/1/baseline_kg_per_day',
    ],
    [
      'an equity multiplier out of bounds',
      changed('PL3', { BBB: { equity_multiplier: '3' } }),
      '/members/1/equity_multiplier',
    ],
    [
      'half a kilogram of stock',
      changed('PL3', { d1: { unencumbered_kg: '1/2' } }),
      '/depots/0/unencumbered_kg',
    ],
    ['a member twice', changed('PL3', { BBB: { id: 'AAA' } }), '/members'],
    ['a lot of nothing', { ...caseNamed('PL3'), lot_kg: 0 }, '/lot_kg'],
    ['no days', { ...caseNamed('PL3'), horizon_days: 0 }, '/horizon_days'],
    [
      'a cap of an unknown depot',
      capOf([{ depot: 'd9', member: 'CCC', cap: '1' }]),
      '/route_caps/0',
    ],
    ['a cap of an unknown member', capOf({ d1: { ZZZ: '1' } }), '/route_caps/d1/ZZZ'],
    [
      'a cap given twice',
      capOf([
        ['d1', 'CCC', '1'],
        ['d1', 'CCC', '2'],
      ]),
      '/route_caps/1',
    ],
    ['a negative cap', capOf({ 'd1 CCC': '-1' }), '/route_caps/d1 CCC'],
    [
      'a day that is none',
      changed('PL3', { d1: { best_before: '2025-13-01' } }),
      '/depots/0/best_before',
    ],
    ['a route without its length', { ...caseNamed('PL3'), distances_km: { d1: { AAA: 1 } } }, ''],
  ])('refuses %s', (_name, problem, pointer) => {
    expect(() => answer(problem)).toThrow(
      expect.objectContaining({
        facts: expect.objectContaining(pointer === '' ? {} : { pointer }),
      }),
    );
  });

  it('takes no need as the gap, a lot larger than any claim, and very large figures', () => {
    const silent = answer(changed('PL3', { AAA: { declared_need_kg: null } }));
    expect(silent.claims['AAA']).toBe('7800');
    expect(answer({ ...caseNamed('PL3'), lot_kg: '100000' })).toMatchObject({
      unit: 'lots of 100000 kg',
      total: '0',
      routing: [],
    });
    const huge = answer(changed('PL3', { d2: { unencumbered_kg: `${10n ** 15n}` } }));
    expect(huge.awards['BBB']).toBe('7800');
    expect(answer({ ...caseNamed('PL3'), depots: [] })).toMatchObject({ total: '0' });
    expect(answer({ ...caseNamed('PL3'), members: [] })).toMatchObject({ tier: 'none' });
  });
});
