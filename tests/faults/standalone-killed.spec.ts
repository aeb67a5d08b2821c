import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { plannedPledges } from '#infra/seeds/pledges';
import { SCENARIOS } from '#infra/seeds/scenarios';
import { baselinesOf, WORLD } from '#infra/seeds/world';
import { Caller } from '../support/caller';
import { seeded } from '../support/seeded';
import { signal } from '../support/processes';
import { buildWhatChanged, gmt, Standalone, TestDataFolder } from '../support/standalone';

/** What the demo last showed when it is killed, and for how long it may go on at most. */
const MOMENTS: readonly { readonly shown: RegExp; readonly msMax: number }[] = [
  { shown: /^/, msMax: 3_000 },
  { shown: /The API answers on/, msMax: 1_500 },
  { shown: /Loading the reference world: \d+ of/, msMax: 3_000 },
  { shown: /Loading the reference world: \d+ of(.|\n)*world: \d+ of/, msMax: 3_000 },
  { shown: /Stating needs \(/, msMax: 500 },
  { shown: /The worker is ready/, msMax: 2_500 },
];

/** Seeds of the kills; each seed is a ledger of its own from nothing to the end. */
const SEEDS = process.env['GMT_SOAK'] === '1' ? [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] : [1];
const DATABASE_KILLS = process.env['GMT_SOAK'] === '1' ? 20 : 3;
const SETTLE_MS_MAX = 60_000;

beforeAll(() => buildWhatChanged());

describe.each(SEEDS)('the demo, killed again and again with seed %i', (seed) => {
  const folder = new TestDataFolder();
  let server: Standalone;

  afterAll(() => folder.remove());

  it('ends well in the end', async () => {
    const random = seeded(seed);
    for (const { shown, msMax } of MOMENTS) {
      const doomed = Standalone.start(folder, 'demo', '--once');
      await doomed.shows(shown);
      await pause(random(msMax));
      await doomed.kill();
    }
    const last = Standalone.start(folder, 'demo', '--once');
    expect({ status: await last.end(), text: last.text }).toMatchObject({ status: 0 });
    expect(last.text).toMatch(/as an auditor +GOOD/);
    expect(folder.processes()).toEqual([]);
  }, 600_000);

  it('has done nothing twice and proves its log', async () => {
    server = Standalone.start(folder);
    const url = await server.url();
    await server.shows(/The worker is ready/);
    expect(await entriesByKind(folder)).toEqual(expectedEntries());
    const others = `select count(*)::int as n from command where outcome is distinct from 'done'`;
    expect(await folder.rows(others)).toEqual([{ n: 0 }]);
    expect(await gmt('verify', url)).toMatchObject({ status: 0 });
  });

  it('keeps every acknowledged write when PostgreSQL itself is killed under load', async () => {
    const writers = new Writers(await server.url(), folder);
    const load = writers.start();
    const random = seeded(seed);
    for (let kill = 0; kill < DATABASE_KILLS; kill += 1) {
      await pause(500 + random(1_500));
      const known = writers.acknowledged.size;
      signal(folder.postmaster(), 'SIGKILL');
      await until(() => writers.acknowledged.size > known + 20);
    }
    writers.stop();
    await load;
    await everythingIntegrated(folder);
    const kept = await folder.rows<{ id: string; times: number }>(
      `select e.id, count(*)::int as times from log_entry e join log_leaf l on l.entry_id = e.id
       where e.id = any ($1::uuid[]) group by e.id`,
      [[...writers.acknowledged.values()]],
    );
    expect(kept.filter(({ times }) => times !== 1)).toEqual([]);
    expect(kept).toHaveLength(writers.acknowledged.size);
    const forms = await folder.rows<{ code: string }>(
      `select code from form where code like 'crash%'`,
    );
    const codes = new Set(forms.map(({ code }) => code));
    expect([...writers.acknowledged.keys()].filter((code) => !codes.has(code))).toEqual([]);
    expect(await gmt('verify', await server.url())).toMatchObject({ status: 0 });
  }, 600_000);

  it('gets on when a silent server takes the port of the PostgreSQL that died', async () => {
    const writers = new Writers(await server.url(), folder, 'elsewhere');
    const load = writers.start();
    await until(() => writers.acknowledged.size > 20);
    const port = portOf(folder);
    signal(folder.postmaster(), 'SIGKILL');
    const inItsPlace = await occupy(port);
    const known = writers.acknowledged.size;
    await until(() => writers.acknowledged.size > known + 20);
    expect(portOf(folder)).not.toBe(port);
    inItsPlace.unref().close();
    writers.stop();
    await load;
    await everythingIntegrated(folder);
    expect(await gmt('verify', await server.url())).toMatchObject({ status: 0 });
  }, 600_000);

  it('leaves no process behind', async () => {
    expect(await server.interrupt()).toBe(0);
    expect(folder.processes()).toEqual([]);
  });
});

/** Reminders are left out: they come when the worker happens to look. */
async function entriesByKind(folder: TestDataFolder): Promise<Record<string, number>> {
  const rows = await folder.rows<{ kind: string; n: number }>(
    `select entry_kind(envelope) as kind, count(*)::int as n from log_entry
     where entry_kind(envelope) <> 'instalments-reminded' group by 1`,
  );
  return Object.fromEntries(rows.map(({ kind, n }) => [kind, n]));
}

/** Each command of the demo once, by what the seeds say it loads. */
function expectedEntries(): Record<string, unknown> {
  const { members, materials, forms, depots, baselines } = WORLD;
  const pledges = materials.flatMap(({ code }) => plannedPledges(code));
  const delivered = pledges.flatMap((pledge) => pledge.instalments.filter((one) => one.delivered));
  const scenario = SCENARIOS.find(({ id }) => id === 'COD-CO-2025');
  if (scenario === undefined) throw new Error('There is no such scenario.');
  const needs = baselinesOf(scenario.material, scenario.figuresOf);
  return {
    // Two administrators and the auditor, beside an operator for each member.
    'user-created': members.length + 3,
    // Everybody whom an administrator let in was confirmed by the other.
    'user-confirmed': members.length + 1,
    'member-admitted': members.length,
    'material-listed': materials.length,
    'form-listed': forms.length,
    'depot-opened': depots.length,
    'usable-forms-verified': members.length,
    'baseline-recorded': baselines.length,
    'pledge-offered': pledges.length,
    'pledge-accepted': pledges.length,
    'contribution-notified': delivered.length,
    'contribution-received': delivered.length,
    'contribution-accepted': delivered.length,
    'need-stated': needs.length,
    'award-accepted': expect.any(Number),
    ...Object.fromEntries(ONCE.map((kind) => [kind, 1])),
  };
}

const ONCE = [
  'release-rule-proposed',
  'release-rule-in-force',
  'disruption-drafted',
  'disruption-proposed',
  'disruption-declared',
  'needs-opened',
  'needs-closed',
  'allocation-queued',
  'allocation-frozen',
  'allocation-proposed',
  'allocation-approved',
  'allocation-published',
  'drawdown-ordered',
  'drawdown-released',
  'drawdown-collected',
];

/** Clients that write without pause, and try a write that failed again under its own key. */
class Writers {
  /** Log entries by the form code of the write that was answered with them. */
  readonly acknowledged = new Map<string, string>();
  private stopped = false;
  private number = 0;

  constructor(
    private readonly url: string,
    private readonly folder: TestDataFolder,
    private readonly name = 'crash',
  ) {}

  async start(): Promise<void> {
    const [login] = this.folder.administrators();
    const caller = await Caller.signIn(this.url, login?.username ?? '', login?.password ?? '');
    await Promise.all(Array.from({ length: 4 }, () => this.write(caller)));
  }

  stop(): void {
    this.stopped = true;
  }

  private async write(caller: Caller): Promise<void> {
    while (!this.stopped) {
      const code = `${this.name}_${(this.number += 1)}`;
      const key = randomUUID();
      while (!(await this.isDone(caller, code, key)) && !this.stopped) await pause(20);
    }
  }

  private async isDone(caller: Caller, code: string, key: string): Promise<boolean> {
    const fixed = { containedFraction: '1', fractionKind: 'grade', hsCode: '810520' };
    const form = { code, name: `Form ${code}`, ...fixed };
    // The api may go away with the request; whether it was done is what the key is for.
    const answer = await caller
      .post<{ entry: string }>('/v1/materials/cobalt/forms', form, key)
      .catch(() => null);
    if (answer === null) return false;
    const { status, body } = answer;
    if (status === 201) this.acknowledged.set(code, body.entry);
    else if (status < 500) throw new Error(`${status}: ${JSON.stringify(body)}`);
    return status === 201;
  }
}

function portOf(folder: TestDataFolder): number {
  return Number(new URL(folder.databaseUrl()).port);
}

/** Takes a port as soon as nobody has it, and says nothing to whoever calls. */
async function occupy(port: number): Promise<Server> {
  for (const end = Date.now() + SETTLE_MS_MAX; Date.now() < end; await pause(1)) {
    const server = createServer((socket) => void socket.on('error', () => undefined).unref());
    const isTaken = new Promise((resolve) => server.once('error', () => resolve(true)));
    const isOurs = new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(false)));
    if (!(await Promise.race([isTaken, isOurs]))) return server;
  }
  throw new Error(`Port ${port} does not become free.`);
}

async function everythingIntegrated(folder: TestDataFolder): Promise<void> {
  const waiting = 'select count(*)::int as n from log_unsequenced';
  const deadline = Date.now() + SETTLE_MS_MAX;
  while ((await folder.rows<{ n: number }>(waiting))[0]?.n !== 0) {
    if (Date.now() > deadline) throw new Error('The log is not integrated.');
    await pause(50);
  }
}

async function until(isSo: () => boolean): Promise<void> {
  for (const end = Date.now() + SETTLE_MS_MAX; !isSo(); await pause(20)) {
    if (Date.now() > end) throw new Error('The writers do not get on.');
  }
}
