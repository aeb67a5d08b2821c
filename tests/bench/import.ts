import 'reflect-metadata';
import * as fs from 'node:fs';
import { parseArgs } from 'node:util';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { ImportClient } from '../support/import-client';
import { Ledger } from '../support/ledger';
import { SmallWorld } from '../support/small-world';
import { WorkerProcess } from '../support/worker-process';
import { describeMachine, noise } from './machine';
import { BenchServer } from './server';
import { figure, textTable } from './table';

// Imports a file of contributions beside bare inserts of the same rows, on one PostgreSQL:
// node --require ./tests/support/source-register.cjs tests/bench/import.ts --rows 100000

/** The promises: rows a second from the first byte sent to the last row committed; and memory. */
const ROWS_PER_SECOND_MIN = 3_000;
const GROWTH_MIB_MAX = 150;
const HEADER =
  'reference,pledge,form,depot,gross_mass,unit,assay,expected_on,package_unit,package_count';

const TICKS_A_SECOND = 100;

/** Samples the resident memory of a process until it is stopped. */
class Memory {
  private readonly before: number;
  private most: number;
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly pid: number) {
    this.before = this.now();
    this.most = this.before;
    this.timer = setInterval(() => (this.most = Math.max(this.most, this.now())), 20);
  }

  /** Mebibytes at the start, and how much was added at most. */
  stop(): { before: number; growth: number } {
    clearInterval(this.timer);
    this.most = Math.max(this.most, this.now());
    return { before: this.before, growth: this.most - this.before };
  }

  private now(): number {
    const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(
      fs.readFileSync(`/proc/${this.pid}/status`, 'utf8'),
    ) ?? ['', '0'];
    return Number(kilobytes) / 1_024;
  }
}

/** Seconds of processor time that a process has used so far; none when it has just ended. */
function cpuSeconds(pid: number): number {
  try {
    const fields = fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ');
    return (Number(fields?.[11]) + Number(fields?.[12])) / TICKS_A_SECOND;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 0;
    throw error;
  }
}

/** The same of all processes of the database, which say more than the clock on a busy machine. */
async function serverSeconds(ledger: Ledger): Promise<number> {
  const rows = await ledger.rows<{ pid: number }>('select pid from pg_stat_activity');
  return rows.reduce((sum, { pid }) => sum + cpuSeconds(pid), 0);
}

interface Phase {
  readonly name: string;
  readonly seconds: number;
}

function contributions(pledge: string, rows: number, round: string): string {
  const lines = Array.from({ length: rows }, (_, n) =>
    [
      ...[`DEU-${round}-${n}`, pledge, 'co_metal', 'NLRTM', `${(n % 900) + 1}.25`, 'KGM'],
      ...['0.998', '2026-06-30', 'DR', `${(n % 40) + 1}`],
    ].join(','),
  );
  return [HEADER, ...lines, ''].join('\r\n');
}

/** The same rows into a bare table of the columns and the key of ours: 1,000 in a statement. */
async function bareInsert(url: string, rows: number): Promise<number> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows: samples } = await client.query<Record<string, unknown>>(
    'select row_to_json(c) as row from contribution c limit 1000',
  );
  await client.query(
    `create table bare (like contribution); alter table bare add primary key (id)`,
  );
  const texts = samples.map(({ row }) => row as Record<string, unknown>);
  const columns = Object.keys(texts[0] ?? {});
  const begun = performance.now();
  for (let done = 0; done < rows; done += texts.length) {
    const values: unknown[] = [];
    const places = texts.map((row) => {
      const own = columns.map((name) => {
        values.push(name === 'id' ? crypto.randomUUID() : row[name]);
        return `$${values.length}`;
      });
      return `(${own.join(',')})`;
    });
    await client.query(
      `insert into bare (${columns.join(',')}) values ${places.join(',')}`,
      values,
    );
  }
  const seconds = (performance.now() - begun) / 1_000;
  await client.query('drop table bare');
  await client.end();
  return rows / seconds;
}

/** One file from the first byte to the last row, step by step. */
async function importFile(
  client: ImportClient,
  bytes: string,
  mode: 'all' | 'valid',
): Promise<{ phases: Phase[]; committed: number }> {
  const phases: Phase[] = [];
  const timed = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const begun = performance.now();
    const result = await work();
    phases.push({ name, seconds: (performance.now() - begun) / 1_000 });
    return result;
  };
  const { id } = (await client.open({ kind: 'contributions', bytes, mode })).body;
  await timed('send', () => client.send(id, bytes));
  await timed('inspect', () => client.settled(id));
  await timed('check', () => client.confirm(id));
  const done = await timed('commit', () => client.commit(id));
  if (done.state !== 'committed') throw new Error(JSON.stringify(done));
  return { phases, committed: Number(done.rows.committed) };
}

async function main(words: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...words],
    options: { rows: { type: 'string', default: '100000' } },
  });
  const rows = Number(values.rows);
  const say = (text: string): void => void process.stdout.write(`${text}\n`);
  const server = await BenchServer.start();
  process.env['GMT_TEST_POSTGRES_URL'] = await server.database('postgres_of_bench');
  (await describeMachine(server)).forEach(say);
  const ledger = await Ledger.start({ env: { RUN_LEASE_SECONDS: '60' } });
  const world = await SmallWorld.load(ledger);
  await ledger.stopWorker();
  const worker = await WorkerProcess.start(ledger.env);
  const client = new ImportClient(ledger.url, world.operators.DEU);
  const table: string[][] = [
    ['', 'rows/s', 'send', 'inspect', 'check', 'commit', 'MiB grown', 'worker CPU', 'server CPU'],
  ];
  let isGood = true;
  // A file of a few rows first, so that what is measured is not the first use of anything.
  await importFile(client, contributions(await world.pledge('DEU', 10_000_000), 3_000, 'w'), 'all');
  await pause(1_000);
  for (const mode of ['valid', 'all'] as const) {
    const bytes = contributions(await world.pledge('DEU', 90_000_000), rows, mode);
    const memory = new Memory(worker.pid);
    const before = [cpuSeconds(worker.pid), await serverSeconds(ledger)] as const;
    const { phases, committed } = await importFile(client, bytes, mode);
    const cpu = cpuSeconds(worker.pid) - before[0];
    const serverCpu = (await serverSeconds(ledger)) - before[1];
    const { growth } = memory.stop();
    const rate = committed / phases.reduce((sum, { seconds }) => sum + seconds, 0);
    isGood &&= committed === rows && rate >= ROWS_PER_SECOND_MIN && growth < GROWTH_MIB_MAX;
    const times = phases.map(({ seconds }) => `${figure(seconds)} s`);
    table.push([
      `${rows} rows, mode ${mode}`,
      figure(rate),
      ...times,
      figure(growth),
      `${figure(cpu)} s`,
      `${figure(serverCpu)} s`,
    ]);
  }
  const bare = await bareInsert(ledger.databaseUrl, rows);
  table.push(['bare insert, 1,000 a statement', figure(bare), '', '', '', '', '', '', '']);
  say(`\n${textTable(table)}`);
  say(
    `must be: at least ${ROWS_PER_SECOND_MIN} rows/s, less than ${GROWTH_MIB_MAX} MiB: ${
      isGood ? 'met' : 'NOT MET'
    }`,
  );
  say(`afterwards: ${noise(server)}`);
  await worker.kill();
  await ledger.stop();
  await server.stop();
  return isGood ? 0 : 1;
}

main(process.argv.slice(2)).then(
  (status) => process.exit(status),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(2);
  },
);
