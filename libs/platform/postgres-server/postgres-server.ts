import { spawn, type ChildProcess } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client, escapeIdentifier } from 'pg';
import { freePort } from './free-port';
import { initialise, readPassword } from './initialise';
import { placeFor, SERVER_ENV, type Placement } from './placement';
import { disownLock, readPostmaster, standing, waitForEnd, type Postmaster } from './postmaster';

export interface PostgresOptions {
  /** Folder of our own for the cluster, its password, its port and its log; made when missing. */
  readonly dataDir: string;
  /** The port to prefer; taken ports are passed over, and the one found is remembered. */
  readonly port?: number;
  /** The database that `url` names, made when missing. */
  readonly database?: string;
  /** Server settings that replace ours, for example `{ fsync: 'off' }` in tests. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface PostgresServer {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** True when the server was already running, left behind by a parent that was killed. */
  readonly adopted: boolean;
  /** Resolves when the server has ended, asked or unasked. */
  readonly ended: Promise<void>;
  /** Fast shutdown: open transactions are rolled back, everything committed is on disk. */
  stop(): Promise<void>;
}

interface Running {
  readonly pid: number;
  readonly port: number;
  readonly child?: ChildProcess;
}

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  shared_buffers: '128MB',
  max_connections: '100',
  fsync: 'on',
  timezone: 'UTC',
  log_timezone: 'UTC',
};
const START_MS_MAX = 120_000;
const STOP_MS_MAX = 30_000;
const LOG_BYTES_MAX = 10_000_000;
/** Linux allows 108 bytes for a socket's path, with its closing zero. */
const SOCKET_PATH_BYTES_MAX = 100;

/** Starts the PostgreSQL of a data folder, or adopts it when it is running already. */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  fs.mkdirSync(options.dataDir, { recursive: true, mode: 0o700 });
  const home = fs.realpathSync(options.dataDir);
  const placement = placeFor(home);
  await initialise(home, placement);
  const deadline = Date.now() + START_MS_MAX;
  const adopted = await adopt(placement.cluster, deadline);
  const running = adopted ?? (await launch(home, placement, options, deadline));
  const url = (database: string): string =>
    `postgres://postgres:${readPassword(home)}@127.0.0.1:${running.port}/${database}`;
  const database = options.database ?? 'gmt';
  await openDatabase(url('postgres'), placement.cluster, database);
  fs.writeFileSync(path.join(home, 'port'), `${running.port}\n`);
  return { ...handleOf(running, placement.cluster), url: url(database), adopted: !running.child };
}

/** Takes over a live server; undefined when there is none, once a stopping one has ended. */
async function adopt(cluster: string, deadline: number): Promise<Running | undefined> {
  for (;;) {
    const found = readPostmaster(cluster);
    const is = found ? standing(found.pid, cluster) : 'dead';
    if (is === 'unreaped' || is === 'foreign') disownLock(cluster);
    if (!found || is !== 'ours') return undefined;
    if (found.status === 'ready') return found;
    if (Date.now() > deadline) throw new Error(`PostgreSQL ${found.pid} is stuck: ${found.status}`);
    await pause(50);
  }
}

/** Starts a server of our own, passing over taken ports and a predecessor still dying. */
async function launch(
  home: string,
  placement: Placement,
  options: PostgresOptions,
  deadline: number,
): Promise<Running> {
  const log = path.join(home, 'server.log');
  if ((fs.statSync(log, { throwIfNoEntry: false })?.size ?? 0) > LOG_BYTES_MAX) {
    fs.renameSync(log, `${log}.1`);
  }
  const wanted = [options.port, rememberedPort(home)].filter((port) => port !== undefined);
  for (;;) {
    const port = await freePort(...wanted.splice(0));
    const logStart = fs.statSync(log, { throwIfNoEntry: false })?.size ?? 0;
    const child = spawnServer(placement, log, {
      ...settingsFor(placement, port),
      ...options.settings,
    });
    const ready = await untilReady(child, placement.cluster, deadline);
    if (ready) return { pid: ready.pid, port: ready.port, child };
    const complaint = fs.readFileSync(log).subarray(logStart).toString();
    const other = await adopt(placement.cluster, deadline);
    if (other) return other;
    if (!isPassing(complaint) || Date.now() > deadline) {
      throw new Error(`PostgreSQL did not start. Its log, ${log}, ends:\n${complaint.trim()}`);
    }
    await pause(200);
  }
}

/** Reasons that go away: another program took the port, or old children are still ending. */
function isPassing(complaint: string): boolean {
  return /could not bind|could not create any TCP|lock file .* already|shared memory block/.test(
    complaint,
  );
}

function rememberedPort(home: string): number | undefined {
  const file = path.join(home, 'port');
  return fs.existsSync(file) ? Number(fs.readFileSync(file, 'utf8')) : undefined;
}

function settingsFor({ cluster }: Placement, port: number): Record<string, string> {
  const socketFits = Buffer.byteLength(cluster) + '/.s.PGSQL.65535.lock'.length;
  const sockets = socketFits <= SOCKET_PATH_BYTES_MAX ? cluster : '';
  return { ...SETTINGS, port: String(port), unix_socket_directories: sockets };
}

/** Detached, so that Ctrl-C in the terminal reaches us alone and we choose when it stops. */
function spawnServer(
  placement: Placement,
  logFile: string,
  settings: Readonly<Record<string, string>>,
): ChildProcess {
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const words = [...placement.prefix, placement.binaries.postgres, '-D', placement.cluster];
  const log = fs.openSync(logFile, 'a', 0o600);
  const child = spawn(words[0] as string, [...words.slice(1), ...flags], {
    env: SERVER_ENV,
    cwd: '/',
    detached: true,
    stdio: ['ignore', log, log],
    ...placement.account,
  });
  fs.closeSync(log);
  child.once('error', (error) => fs.appendFileSync(logFile, `${error.message}\n`));
  child.unref();
  return child;
}

async function untilReady(
  child: ChildProcess,
  cluster: string,
  deadline: number,
): Promise<Postmaster | undefined> {
  while (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
    const found = readPostmaster(cluster);
    if (found?.pid === child.pid && found.status === 'ready') return found;
    if (Date.now() > deadline) {
      child.kill('SIGINT');
      return undefined;
    }
    await pause(20);
  }
  return undefined;
}

/** Proves that the server is ours by its password and its folder, and makes the database. */
async function openDatabase(url: string, cluster: string, database: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    const facts = await client.query<{ folder: string; known: boolean }>(
      `select current_setting('data_directory') as folder,
              exists (select from pg_database where datname = $1) as known`,
      [database],
    );
    const folder = facts.rows[0]?.folder;
    if (folder !== cluster) throw new Error(`Port answers for ${folder}, not for ${cluster}.`);
    const statement = `create database ${escapeIdentifier(database)}`;
    if (!facts.rows[0]?.known) await client.query(statement);
  } finally {
    await client.end();
  }
}

function handleOf(
  { pid, port, child }: Running,
  cluster: string,
): Pick<PostgresServer, 'pid' | 'port' | 'ended' | 'stop'> {
  const interrupt = (): void => {
    if (standing(pid, cluster) === 'ours') process.kill(pid, 'SIGINT');
  };
  process.once('exit', interrupt);
  const ended = (child ? exitOf(child) : endOfAdopted(pid, cluster)).then(() => {
    process.removeListener('exit', interrupt);
  });
  return { pid, port, ended, stop: () => stopServer(pid, cluster) };
}

/** SIGINT is PostgreSQL's fast shutdown, SIGQUIT its immediate one: recovery follows later. */
async function stopServer(pid: number, cluster: string): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    if (standing(pid, cluster) !== 'ours') return;
    process.kill(pid, signal);
    if (await waitForEnd(pid, cluster, STOP_MS_MAX)) return;
  }
  throw new Error(`PostgreSQL ${pid} does not stop.`);
}

function exitOf(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => child.once('exit', () => resolve()));
}

/** The exit of a process that is not our child is not reported to us, so it is watched. */
function endOfAdopted(pid: number, cluster: string): Promise<void> {
  return new Promise((resolve) => {
    const watch = setInterval(() => {
      if (standing(pid, cluster) === 'ours') return;
      clearInterval(watch);
      resolve();
    }, 500);
    watch.unref();
  });
}
