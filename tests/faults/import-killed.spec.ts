import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { removeServerFiles } from '#platform/postgres-server/placement';
import { startPostgres, type PostgresServer } from '#platform/postgres-server/postgres-server';
import { ImportClient, type ImportState } from '../support/import-client';
import { Ledger } from '../support/ledger';
import { obstruct, someoneWaits } from '../support/locks';
import { childrenOf, signal } from '../support/processes';
import { SmallWorld } from '../support/small-world';
import { WorkerProcess } from '../support/worker-process';

const HEADER = 'reference,pledge,form,depot,gross_mass,unit,expected_on';
/** Two batches: a whole one and a part. */
const ROWS = 1_500;
/** Every hundredth row is wrong, so that the mode `valid` has something to leave out. */
const WRONG = ROWS / 100;

function file(name: string, pledge: string, hasErrors: boolean): string {
  const rows = Array.from({ length: ROWS }, (_, n) => {
    const form = hasErrors && n % 100 === 99 ? 'no_form' : 'co_metal';
    return `${name}-${n},${pledge},${form},NLRTM,1,KGM,2026-06-30`;
  });
  return [HEADER, ...rows, ''].join('\n');
}

/** Each test starts several processes and brings in thousands of rows. */
jest.setTimeout(300_000);

let ledger: Ledger;
let world: SmallWorld;
let client: ImportClient;

beforeAll(async () => {
  ledger = await Ledger.start({ worker: false });
  world = await SmallWorld.load(ledger);
  client = new ImportClient(ledger.url, world.operators.DEU);
});
afterAll(() => ledger.stop());

/** Until the cursor has moved past a first batch. */
async function firstBatchIsIn(id: string): Promise<void> {
  const moved = 'select cursor from import where id = $1 and cursor > 0';
  while ((await ledger.rows(moved, [id])).length === 0);
}

interface Found {
  readonly contributions: number;
  readonly entries: number;
  readonly keys: number;
}

/** What is there of an import: contributions, their log entries and their keys. */
async function found(pledge: string): Promise<Found | undefined> {
  const [row] = await ledger.rows<Found>(
    `select (select count(*)::int from contribution where pledge_id = $1) as contributions,
       (select count(*)::int from log_entry
          where convert_from(body, 'UTF8') like '%"pledge":"' || $1 || '"%'
            and convert_from(body, 'UTF8') like '%"notice":%') as entries,
       (select count(*)::int from imported_row r join contribution c on c.id = r.subject
          where c.pledge_id = $1) as keys`,
    [pledge],
  );
  return row;
}

/** A file that was checked by a worker that has then ended. */
async function checked(
  name: string,
  mode: 'all' | 'valid',
): Promise<{ id: string; pledge: string }> {
  const pledge = await world.pledge('DEU', 10_000);
  const worker = await WorkerProcess.start(ledger.env);
  const bytes = file(name, pledge, mode === 'valid');
  const { id } = await client.upload({ kind: 'contributions', bytes, mode });
  await client.confirm(id);
  await worker.kill();
  return { id, pledge };
}

/** After a restart: the import ends by itself, whole, and nothing is there twice. */
async function endsWhole(id: string, pledge: string, mode: 'all' | 'valid'): Promise<void> {
  const heir = await WorkerProcess.start(ledger.env);
  const done: ImportState = await client.settled(id);
  await heir.kill();
  const rows = mode === 'all' ? ROWS : ROWS - WRONG;
  expect(done).toMatchObject({
    state: 'committed',
    rows: { committed: `${rows}`, refused: `${ROWS - rows}`, read: `${ROWS}` },
  });
  expect(await found(pledge)).toEqual({ contributions: rows, entries: rows, keys: rows });
  expect(await client.errors(id)).toHaveLength(ROWS - rows);
}

/** Where the worker is when it dies, and what stops it there. */
const PLACES: readonly (readonly [string, 'all' | 'valid', string])[] = [
  ['while rows of a batch are written', 'all', 'lock table contribution in exclusive mode'],
  ['while rows of a batch are written', 'valid', 'lock table contribution in exclusive mode'],
  ['after the rows, before their keys', 'all', 'lock table imported_row in exclusive mode'],
  ['after the rows, before their keys', 'valid', 'lock table imported_row in exclusive mode'],
  ['before the cursor moves', 'valid', 'lock table import_error in exclusive mode'],
];

it.each(PLACES)('ends whole when the worker is killed %s, mode %s', async (place, mode, sql) => {
  const { id, pledge } = await checked(`${place}-${mode}`.replaceAll(/[ ,]/g, '-'), mode);
  await world.operators.DEU.done(`/v1/imports/${id}/commit`);
  const release = await obstruct(ledger, sql);
  const doomed = await WorkerProcess.start(ledger.env);
  await someoneWaits(ledger);
  await doomed.kill();
  await release();
  expect((await found(pledge))?.contributions).toBe(0);
  await endsWhole(id, pledge, mode);
});

it('goes on where the last whole batch ended', async () => {
  const { id, pledge } = await checked('MIDDLE', 'valid');
  await world.operators.DEU.done(`/v1/imports/${id}/commit`);
  const doomed = await WorkerProcess.start(ledger.env);
  await firstBatchIsIn(id);
  await doomed.kill();
  const there = (await found(pledge))?.contributions ?? 0;
  expect(there).toBeGreaterThan(0);
  await endsWhole(id, pledge, 'valid');
});

it('leaves no trace of a check whose worker is killed, and checks again', async () => {
  const pledge = await world.pledge('DEU', 10_000);
  const first = await WorkerProcess.start(ledger.env);
  const bytes = file('CHECK', pledge, true);
  const { id } = await client.upload({ kind: 'contributions', bytes, mode: 'valid' });
  await first.kill();
  await world.operators.DEU.done(`/v1/imports/${id}/confirm`);
  const release = await obstruct(ledger, 'lock table import_error in exclusive mode');
  const doomed = await WorkerProcess.start(ledger.env);
  await someoneWaits(ledger);
  await doomed.kill();
  await release();
  const heir = await WorkerProcess.start(ledger.env);
  expect(await client.settled(id)).toMatchObject({
    state: 'checked',
    rows: { valid: `${ROWS - WRONG}`, refused: `${WRONG}` },
  });
  await heir.kill();
  expect(await client.errors(id)).toHaveLength(WRONG);
  expect(await found(pledge)).toEqual({ contributions: 0, entries: 0, keys: 0 });
});

describe('when the database is killed', () => {
  let dataDir: string;
  let server: PostgresServer;
  let own: Ledger;

  beforeAll(async () => {
    dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'gmt-import-killed-'));
    server = await startPostgres({ dataDir, database: 'postgres' });
  });
  afterAll(async () => {
    await server.stop();
    removeServerFiles(dataDir);
  });

  it.each(['all', 'valid'] as const)('ends whole after its restart, mode %s', async (mode) => {
    const shared = process.env['GMT_TEST_POSTGRES_URL'];
    process.env['GMT_TEST_POSTGRES_URL'] = server.url;
    [own, ledger] = [ledger, await Ledger.start({ worker: false })];
    const before = { world, client };
    try {
      world = await SmallWorld.load(ledger);
      client = new ImportClient(ledger.url, world.operators.DEU);
      const { id, pledge } = await checked('DATABASE', mode);
      await world.operators.DEU.done(`/v1/imports/${id}/commit`);
      await obstruct(ledger, 'lock table imported_row in exclusive mode');
      const worker = await WorkerProcess.start(ledger.env);
      await someoneWaits(ledger);
      const port = server.port;
      for (const pid of [...childrenOf(server.pid), server.pid]) signal(pid, 'SIGKILL');
      await server.ended;
      server = await startPostgres({ dataDir, database: 'postgres', port });
      const done = await client.settled(id);
      expect(done.state).toBe('committed');
      await worker.kill();
      const rows = mode === 'all' ? ROWS : ROWS - WRONG;
      expect(await found(pledge)).toEqual({ contributions: rows, entries: rows, keys: rows });
    } finally {
      await ledger.stop();
      ledger = own;
      ({ world, client } = before);
      process.env['GMT_TEST_POSTGRES_URL'] = shared;
    }
  });
});
