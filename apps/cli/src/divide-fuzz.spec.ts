import fc from 'fast-check';
import { divide } from '../../../tests/support/divide';

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

const RUNS = process.env['GMT_SOAK'] === '1' ? 20_000 : 400;

/** One small problem of each kind, with every field that its kind knows. */
const PROBLEMS: readonly Json[] = [
  { kind: 'claims', rule: 'talmud', estate: '7/2', claims: ['1', '2', '3'] },
  {
    ...{ kind: 'claims', rule: 'weighted_cea', estate: '4', claims: ['1', '2', '3'] },
    ...{ weights: ['1', '2', '3'], lower: ['0', '1', '0'], upper: ['1', '1', '9'] },
  },
  {
    ...{ kind: 'network', stock: ['6', '12'], claims: ['20', '9/2', '2'] },
    ...{ weights: ['1', '1/3', '1'], floors: ['0', '1', '0'], classes: [[0], [1, 2]] },
    edges: [
      { depot: 0, member: 0, cap: null },
      { depot: 1, member: 1, cap: '7/2' },
      { depot: 1, member: 2 },
    ],
  },
  {
    ...{ kind: 'pipeline', schedule: 'ramp', horizon_days: 30, lot_kg: '5' },
    members: ['A', 'B'].map((id) => ({
      ...{ id, baseline_kg_per_day: '10', own_supply_kg_per_day: '7/2', forms: ['m'] },
      ...{ base_supply_kg_per_day: '10', declared_need_kg: '90', essential_kg: '20' },
      ...{ pledge_ratio: '4/5', equity_multiplier: '3/2', rounding_credit: '-1/2' },
    })),
    depots: [{ id: 'd', form: 'm', unencumbered_kg: '300', best_before: '2030-01-31' }],
    route_caps: { d: { A: '100', B: null } },
    distances_km: [{ depot: 'd', member: 'A', km: 4 }, ['d', 'B', 9]],
    humanitarian: [{ id: 'R', claim_kg: '3', weight: '2', forms: ['m'] }],
  },
  {
    ...{ kind: 'iea', mode: 'general', base_period_supply: '100', schedule: 'ramp' },
    clamp_shortfall_at_zero: false,
    members: ['A', 'B'].map((id) => ({
      ...{ id, base_final_consumption: '50', normal_production: '40' },
      ...{ net_imports_available: '-1/2', reserve_commitment: '9' },
    })),
  },
  {
    ...{ kind: 'iea', mode: 'selective', base_final_consumption: { A: '10', B: '5' } },
    reduction_of_final_consumption: { A: '2' },
  },
  { kind: 'iea', mode: 'collective', inputs: { total: '7', consumption: { A: '3', B: '2' } } },
  {
    ...{ kind: 'iea', mode: 'review', reserve_commitments: ['9', '8'] },
    ...{ daily_group_shortfall: '2', already_drawn: '1' },
  },
  { kind: 'apportion', method: 'hill_huntington', votes: ['5', '3', '1/2'], house: 7 },
  { kind: 'apportion', method: 'quota_balinski_young', votes: ['5', '3'], house: 7 },
];

/** What may stand where something else should. */
const HOSTILE: readonly Json[] = [
  ...[null, true, false, 0, -1, 1.5, 1e21, -0, [], {}, '', '0', '-0', '00', '1', '-1', '1/3'],
  ...['1/0', '0/5', '2/4', '1.5', '1e3', 'NaN', 'Infinity', ' 1', '1 ', '+1', '0x10', '１'],
  ...['9'.repeat(29), '9'.repeat(399), '9'.repeat(500), `1/${'7'.repeat(300)}`],
  ...['\u0000', '\u001b[2J', 'é', '\ud800', 'constructor', '__proto__', 'toString', 'a\nb'],
  ...[['1'], [['1']], [[[[[[[[]]]]]]]], { A: '1' }, { ['__proto__']: '1' }, ['1', null, '2', 3]],
];

const hostile = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as Json),
);

/** The same value with one place of it replaced, left out, or given twice over. */
function altered(value: Json, at: number, by: Json, how: number): Json {
  let left = at;
  const visit = (here: Json): Json => {
    left -= 1;
    if (left === -1) return by;
    if (here === null || typeof here !== 'object') return here;
    if (Array.isArray(here)) {
      const items = (here as readonly Json[]).map(visit);
      return left === -2 && how === 1 ? [...items, ...items] : items;
    }
    const entries = Object.entries(here).map(([name, item]) => [name, visit(item)] as const);
    const kept = how === 2 ? entries.filter(([, item]) => item !== by) : entries;
    return Object.fromEntries(how === 3 ? [...kept, ['more', by]] : kept);
  };
  return visit(value);
}

function sizeOf(value: Json): number {
  if (value === null || typeof value !== 'object') return 1;
  return Object.values(value).reduce<number>((sum, item) => sum + sizeOf(item), 1);
}

const problems: fc.Arbitrary<Json> = fc
  .tuple(
    fc.constantFrom(...PROBLEMS),
    fc.array(fc.tuple(fc.nat(), hostile, fc.nat(3)), { maxLength: 3 }),
  )
  .map(([problem, changes]) =>
    changes.reduce<Json>(
      (value, [at, by, how]) => altered(value, at % sizeOf(value), by, how),
      problem,
    ),
  );

const OPTIONS = [[], ['--explain'], ['--compare'], ['--check'], ['--check', '--explain']];

const REFUSAL = /^gmt: line \d+, at "[^\n]*": [^\n]+ \([a-z-]+\)$/;

/** Nothing but answers, and refusals on one line each: no trace, no fault of our own. */
function expectAnswersOrRefusals({ status, out, err }: Awaited<ReturnType<typeof divide>>): void {
  expect([0, 1, 2]).toContain(status);
  expect(`${out}${err}`).not.toMatch(/problem-not-answered|\n\s+at /);
  const lines = err.split('\n').slice(0, -1);
  for (const line of lines) expect(line).toMatch(REFUSAL);
  expect(lines.length > 0).toBe(status === 2);
}

describe('gmt divide on whatever comes in', () => {
  it('answers each problem or refuses it on one line, and its answers hold', async () => {
    await fc.assert(
      fc.asyncProperty(problems, async (problem) => {
        const answered = await divide(JSON.stringify(problem));
        expectAnswersOrRefusals(answered);
        if (answered.status !== 0) return;
        const given = `{"problem":${JSON.stringify(problem)},"answer":${answered.out.trim()}}`;
        expect(await divide(given, '--check')).toMatchObject({ status: 0, err: '' });
      }),
      { numRuns: RUNS },
    );
  });

  it('explains, compares and checks, or refuses on one line', async () => {
    await fc.assert(
      fc.asyncProperty(
        problems,
        hostile,
        fc.constantFrom(...OPTIONS),
        async (problem, answer, options) => {
          const given = options.includes('--check') ? { problem, answer } : problem;
          expectAnswersOrRefusals(await divide(JSON.stringify(given), ...options));
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('refuses any other JSON value, and any other text or bytes', async () => {
    const values = fc.jsonValue().map((value) => JSON.stringify(value));
    const cut = fc
      .tuple(fc.constantFrom(...PROBLEMS), fc.nat(), fc.nat(), fc.string({ maxLength: 3 }))
      .map(([problem, at, length, text]) => {
        const whole = JSON.stringify(problem);
        const place = at % whole.length;
        return whole.slice(0, place) + text + whole.slice(place + (length % 4));
      });
    const bytes = fc.uint8Array({ maxLength: 60 }).map((each) => Buffer.from(each));
    await fc.assert(
      fc.asyncProperty(fc.oneof(values, cut, bytes), async (input) => {
        const came = await divide(input);
        if (came.err === 'gmt: there is no problem on standard input.\n') return;
        expectAnswersOrRefusals(came);
      }),
      { numRuns: 2 * RUNS },
    );
  });
});
