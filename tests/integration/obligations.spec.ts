import type { INestApplicationContext } from '@nestjs/common';
import { PledgesService } from '#features/pledges/pledges.service';
import { BaselinesService } from '#features/baselines/baselines.service';
import { CommandContext } from '#platform/database/command-context';
import { UnitOfWork } from '#platform/database/unit-of-work';
import { createWorker } from '../../apps/worker/src/create-worker';
import { Ledger } from '../support/ledger';
import { kg, SmallWorld } from '../support/small-world';

let ledger: Ledger;
let world: SmallWorld;

beforeAll(async () => {
  ledger = await Ledger.start({ worker: false, env: { REMINDERS_MS: '100' } });
  world = await SmallWorld.load(ledger);
});
afterAll(() => ledger.stop());

type Member = 'DEU' | 'JPN' | 'KEN';
type Row = Record<string, unknown>;

const day = (offset: number): string =>
  new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);

async function accepted(member: Member, parts: readonly (readonly [number, number])[]) {
  const { id } = await world.operators[member].done('/v1/pledges', {
    material: 'cobalt',
    instalments: parts.map(([offset, mass]) => ({ dueDate: day(offset), quantity: kg(mass) })),
  });
  await world.first.done(`/v1/pledges/${id}/accept`);
  return id;
}

describe('what is due', () => {
  interface Page {
    readonly obligations: Row[];
    readonly totals?: Row[];
    readonly next?: string;
  }

  let pledge: string;
  const page = async (query: string): Promise<Page> =>
    (await ledger.anonymous().get<Page>(`/v1/pledges/obligations${query}`)).body;

  beforeAll(async () => {
    pledge = await accepted('DEU', [
      [-400, 100],
      [-91, 1],
      [-90, 2],
      [-31, 4],
      [-30, 8],
      [-1, 16],
      [0, 32],
      [45, 64],
    ]);
    const contribution = await world.bring('DEU', pledge, 100);
    await world.second.done(`/v1/contributions/${contribution}/accept`);
    await accepted('JPN', [
      [-5, 7],
      [400, 9],
    ]);
    await world.operators.JPN.done('/v1/pledges', {
      material: 'cobalt',
      instalments: [{ dueDate: day(-500), quantity: kg(1) }],
    });
  });

  it('is listed by age, the oldest first, without what was delivered or only offered', async () => {
    const { obligations, totals, next } = await page('');
    const seen = obligations.map((row) => [row['dueDate'], row['outstanding'], row['age']]);
    expect(seen).toEqual([
      [day(-91), kg(1), 'over-90'],
      [day(-90), kg(2), '31-90'],
      [day(-31), kg(4), '31-90'],
      [day(-30), kg(8), '1-30'],
      [day(-5), kg(7), '1-30'],
      [day(-1), kg(16), '1-30'],
      [day(0), kg(32), 'not-due'],
    ]);
    expect(next).toBeUndefined();
    expect(obligations[0]).toMatchObject({ member: 'DEU', overdueSince: day(-90) });
    expect(obligations.at(-1)).not.toHaveProperty('overdueSince');
    expect(totals).toEqual([
      {
        ...{ member: 'DEU', material: 'cobalt', outstanding: kg(63) },
        byAge: { 'not-due': kg(32), '1-30': kg(24), '31-90': kg(6), 'over-90': kg(1) },
      },
      {
        ...{ member: 'JPN', material: 'cobalt', outstanding: kg(7) },
        byAge: { 'not-due': kg(0), '1-30': kg(7), '31-90': kg(0), 'over-90': kg(0) },
      },
    ]);
  });

  it('is asked for by day, member and material, a page at a time', async () => {
    const all = (await page(`?dueBy=${day(500)}`)).obligations;
    expect(all).toHaveLength(9);
    const walked: Row[] = [];
    for (let after = ''; ;) {
      const { obligations, next, totals } = await page(`?dueBy=${day(500)}&limit=3${after}`);
      expect(totals === undefined).toBe(after !== '');
      walked.push(...obligations);
      if (next === undefined) break;
      after = `&after=${next}`;
    }
    expect(walked).toEqual(all);
    const ours = await page(`?dueBy=${day(500)}&member=JPN&material=cobalt`);
    expect(ours.obligations.map(({ member }) => member)).toEqual(['JPN', 'JPN']);
    expect((await page('?material=nickel')).obligations).toEqual([]);
  });

  it.each(['dueBy=2025-02-30', 'limit=0', 'limit=1001', 'after=x', 'member=deu', 'unknown=1'])(
    'is refused for ?%s with the place',
    async (query) => {
      const { status, body } = await ledger
        .anonymous()
        .get<{ errors: { pointer: string }[] }>(`/v1/pledges/obligations?${query}`);
      expect([status, body.errors[0]?.pointer]).toEqual([400, `/${query.split('=')[0]}`]);
    },
  );
});

it('is due again, and no longer in the standing, when a delivery is taken back', async () => {
  const standing = async (): Promise<Row | undefined> => {
    const path = '/v1/members/KEN/standing';
    return (await ledger.anonymous().get<{ materials: Row[] }>(path)).body.materials[0];
  };
  const id = await accepted('KEN', [[-400, 10]]);
  const contribution = await world.bring('KEN', id, 10);
  await world.second.done(`/v1/contributions/${contribution}/accept`);
  expect(await standing()).toMatchObject({ delivered: kg(10), standing: '1' });
  const path = `/v1/contributions/${contribution}/reversals`;
  const reversal = await world.first.done(path, { reason: 'The drums held gravel.' });
  await world.second.done(`/v1/reversals/${reversal.id}/confirm`);
  expect(await standing()).toMatchObject({ pledged: kg(10), delivered: kg(0), standing: '0' });
  const { body } = await ledger
    .anonymous()
    .get<{ obligations: Row[] }>('/v1/pledges/obligations?member=KEN');
  expect(body.obligations).toEqual([
    expect.objectContaining({ pledge: id, outstanding: kg(10), age: 'over-90' }),
  ]);
});

describe('a reminder', () => {
  interface Page {
    readonly reminders: Row[];
    readonly next?: string;
  }

  const recorded = (): Promise<Row[]> =>
    ledger.rows(`select to_char(due_date, 'YYYY-MM-DD') as due, stage, outstanding
                 from reminder where member = 'KEN' order by due_date`);

  const sweepsOf = async (contexts: readonly INestApplicationContext[]): Promise<void> => {
    const deadline = Date.now() + 30_000;
    while ((await recorded()).length < 6 && Date.now() < deadline);
    for (const context of contexts) await context.close();
  };

  it('is recorded once for each stage, however many workers look', async () => {
    const id = await accepted('KEN', [
      [-700, 1],
      [-8, 1],
      [-1, 2],
      [0, 4],
      [1, 8],
      [30, 16],
      [31, 32],
      [90, 64],
      [91, 128],
    ]);
    const contribution = await world.bring('KEN', id, 2.5);
    await world.second.done(`/v1/contributions/${contribution}/accept`);
    // As if it had been accepted a week ago; what was overdue even then is not reminded of.
    await ledger.rows(
      `update pledge_revision set decided_at = now() - interval '7 days' where pledge_id = $1`,
      [id],
    );
    await sweepsOf(await Promise.all([createWorker(), createWorker(), createWorker()]));
    expect(await recorded()).toEqual([
      { due: day(-1), stage: 'overdue', outstanding: '1500' },
      { due: day(0), stage: 'due', outstanding: '4000' },
      { due: day(1), stage: 'before-30', outstanding: '8000' },
      { due: day(30), stage: 'before-30', outstanding: '16000' },
      { due: day(31), stage: 'before-90', outstanding: '32000' },
      { due: day(90), stage: 'before-90', outstanding: '64000' },
    ]);
    const entries = await ledger.rows<{ envelope: string; body: string }>(
      `select convert_from(envelope, 'UTF8') as envelope, convert_from(body, 'UTF8') as body
       from log_entry where entry_kind(envelope) = 'instalments-reminded'`,
    );
    const logged = entries.flatMap(
      ({ body }) => (JSON.parse(body) as { reminders: Row[] }).reminders,
    );
    expect(logged.filter(({ member }) => member === 'KEN')).toHaveLength(6);
    expect(new Set(logged.map((row) => JSON.stringify(row))).size).toBe(logged.length);
    expect(logged).toContainEqual({
      ...{ pledge: id, member: 'KEN', material: 'cobalt', dueDate: day(-1) },
      ...{ stage: 'overdue', outstandingGrams: '1500' },
    });
    for (const { envelope } of entries)
      expect(JSON.parse(envelope)).toMatchObject({ role: 'system' });
  });

  it('is given again for a day that was amended, and never twice for the same', async () => {
    const before = await recorded();
    const [{ pledge_id: id }] = (await ledger.rows(
      `select distinct pledge_id from reminder where member = 'KEN'`,
    )) as [{ pledge_id: string }];
    const { id: amendment } = await world.operators.KEN.done(`/v1/pledges/${id}/amendments`, {
      instalments: [
        { dueDate: day(-1), quantity: kg(3) },
        { dueDate: day(20), quantity: kg(5) },
      ],
      reason: 'Less, and later.',
    });
    await world.first.done(`/v1/amendments/${amendment}/accept`);
    const worker = await createWorker();
    const deadline = Date.now() + 30_000;
    while ((await recorded()).length === before.length && Date.now() < deadline);
    await worker.close();
    const added = (await recorded()).filter(({ due }) => !before.some((row) => row['due'] === due));
    expect(added).toEqual([{ due: day(20), stage: 'before-30', outstanding: '5000' }]);
    expect((await recorded()).length).toBe(before.length + 1);
  });

  it('is for its member, a page at a time, newest first', async () => {
    const read = async (query: string): Promise<Page> =>
      (await world.operators.KEN.get<Page>(`/v1/members/KEN/reminders${query}`)).body;
    const all = (await read('')).reminders;
    expect(all).toHaveLength(7);
    expect(all[0]).toEqual({
      ...{ id: expect.any(String) as string, pledge: expect.any(String) as string },
      ...{ material: 'cobalt', dueDate: day(20), stage: 'before-30', outstanding: kg(5) },
      ...{ recordedAt: expect.any(String) as string, entry: expect.any(String) as string },
    });
    const walked: Row[] = [];
    for (let before = ''; ;) {
      const { reminders, next } = await read(`?limit=2${before}`);
      walked.push(...reminders);
      if (next === undefined) break;
      before = `&before=${next}`;
    }
    expect(walked).toEqual(all);
    expect((await world.operators.DEU.get('/v1/members/KEN/reminders')).status).toBe(403);
    expect((await world.auditor.get('/v1/members/KEN/reminders')).status).toBe(200);
    expect((await ledger.anonymous().get('/v1/members/KEN/reminders')).status).toBe(401);
  });
});

describe('a thousand rows at a time', () => {
  let worker: INestApplicationContext;

  beforeAll(async () => {
    worker = await createWorker();
  });
  afterAll(() => worker.close());

  /** A command of the operator of DEU, as an import would run it. */
  async function asOperator(key: string): Promise<CommandContext> {
    const [user] = await ledger.rows<{ id: string }>(
      `select id from principal where username = 'operator.deu'`,
    );
    const actor = { id: user?.id ?? '', role: 'operator', member: 'DEU' } as const;
    return new CommandContext(actor, key, 'a test', Buffer.alloc(32));
  }

  const row = (kilograms: number, more: Row = {}): never =>
    ({
      material: 'cobalt',
      instalments: [{ dueDate: day(300), quantity: kg(kilograms) }],
      ...more,
    }) as never;

  it('pledges are offered, and each row that is wrong is refused for itself', async () => {
    const rows = Array.from({ length: 1_000 }, (_, index) => row(index + 1));
    rows[3] = row(0);
    rows[500] = row(1, { material: 'unobtainium' });
    rows[999] = row(1, {
      instalments: [
        { dueDate: day(300), quantity: kg(1) },
        { dueDate: day(300), quantity: kg(1) },
      ],
    });
    const ctx = await asOperator('thousand-pledges');
    const outcome = await worker.get(UnitOfWork, { strict: false }).run(ctx, async (tx) => {
      const { accepted: done, refused } = await worker
        .get(PledgesService, { strict: false })
        .offerMany(tx, ctx, rows);
      return {
        done: done.map(({ row: index, answer }) => [index, answer.id, answer.entry] as const),
        refused: refused.map(({ row: index, error }) => [
          index,
          error.code,
          error.facts['pointer'],
        ]),
      };
    });
    expect(outcome.refused).toEqual([
      [3, 'mass-zero', '/instalments/0/quantity'],
      [500, 'material-unknown', '/material'],
      [999, 'instalments-not-in-order', '/instalments/1/dueDate'],
    ]);
    expect(outcome.done).toHaveLength(997);
    const stored = await ledger.rows<{ id: string; kilograms: string; entry: string }>(
      `select p.id, (p.grams / 1000)::text as kilograms, e.id as entry
       from pledge p join log_entry e on entry_kind(e.envelope) = 'pledge-offered'
         and convert_from(e.body, 'UTF8')::jsonb #>> '{pledge,id}' = p.id::text
       where p.id = any ($1)`,
      [outcome.done.map(([, id]) => id)],
    );
    const byId = new Map(stored.map(({ id, kilograms, entry }) => [id, [kilograms, entry]]));
    for (const [index, id, entry] of outcome.done) {
      expect(byId.get(id)).toEqual([`${index + 1}`, entry]);
    }
  });

  it('baselines are recorded, and each row that is wrong is refused for itself', async () => {
    const figures = { consumption: kg(1), production: kg(0), imports: kg(1), exports: kg(0) };
    const baseline = (period: number, more: Row = {}): never =>
      ({
        ...{ material: 'cobalt', period: `${period}`, quality: 'B', source: 'x', assumed: false },
        ...{ ...figures, ownOre: kg(0), ownStocks: kg(0) },
        ...more,
      }) as never;
    const rows = Array.from({ length: 200 }, (_, index) => baseline(1900 + index));
    rows[7] = baseline(1907, { ownOre: kg(1) });
    rows[8] = baseline(1908, { exports: { value: '0.0001', unit: 'KGM' } });
    rows[9] = baseline(1909, { withheld: 'x' });
    // Three revisions of one year in one call: the last row is the newest.
    for (const tonnes of [1, 2, 3]) rows.push(baseline(1950, { consumption: kg(tonnes) }));
    const ctx = await asOperator('many-baselines');
    const outcome = await worker.get(UnitOfWork, { strict: false }).run(ctx, async (tx) => {
      const { accepted: done, refused } = await worker
        .get(BaselinesService, { strict: false })
        .recordMany(tx, ctx, rows);
      return {
        done: done.length,
        refused: refused.map(({ row: index, error }) => [
          index,
          error.code,
          error.facts['pointer'],
        ]),
      };
    });
    expect(outcome).toEqual({
      done: 200,
      refused: [
        [7, 'own-ore-exceeds-production', '/ownOre'],
        [8, 'mass-finer-than-gram', '/exports/value'],
        [9, 'withheld-with-figures', '/consumption'],
      ],
    });
    const { body } = await world.operators.DEU.get<{ baselines: Row[] }>(
      '/v1/members/DEU/baselines',
    );
    const [newest] = body.baselines.filter(({ period }) => period === '1950');
    expect(newest).toMatchObject({ revision: '4', consumption: kg(3) });
  });
});
