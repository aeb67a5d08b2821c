import { fork, spawn, type ChildProcess } from 'node:child_process';
import * as fs from 'node:fs';
import { createServer, type Server } from 'node:net';
import * as os from 'node:os';
import * as path from 'node:path';
import { Client } from 'pg';
import { removeServerFiles } from '#platform/postgres-server/placement';
import { standing } from '#platform/postgres-server/postmaster';
import { startPostgres, type PostgresServer } from '#platform/postgres-server/postgres-server';

const support = path.join(__dirname, '..', 'support');
let dataDir: string;
let servers: PostgresServer[];

beforeEach(() => {
  dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'gmt-postgres-'));
  servers = [];
});

afterEach(async () => {
  for (const server of servers) await server.stop();
  removeServerFiles(dataDir);
});

async function start(port?: number): Promise<PostgresServer> {
  const server = await startPostgres(port === undefined ? { dataDir } : { dataDir, port });
  servers.push(server);
  return server;
}

async function ask(url: string, sql: string): Promise<unknown> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ answer: unknown }>(sql);
    return rows[0]?.answer;
  } finally {
    await client.end();
  }
}

function cluster(): string {
  const location = path.join(dataDir, 'location');
  const place = fs.existsSync(location) ? fs.readFileSync(location, 'utf8').trim() : dataDir;
  return path.join(place, 'cluster');
}

async function runInChild(): Promise<{ child: ChildProcess; pid: number; adopted: boolean }> {
  const child = fork(path.join(support, 'run-postgres.ts'), [dataDir], {
    execArgv: ['--require', path.join(support, 'source-register.cjs')],
  });
  return new Promise((resolve, reject) => {
    child.once('message', (message) => {
      resolve({ child, ...(message as { pid: number; adopted: boolean }) });
    });
    child.once('exit', (code) => reject(new Error(`The child ended with ${code}.`)));
  });
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => child.once('exit', () => resolve()));
}

it('runs a durable PostgreSQL 18 in UTF-8 that only this machine can reach', async () => {
  const { url, adopted } = await start();
  expect(adopted).toBe(false);
  expect(await ask(url, `select current_setting('server_version_num')::int as answer`)).toBe(
    180004,
  );
  expect(await ask(url, `select current_setting('fsync') as answer`)).toBe('on');
  expect(await ask(url, `select current_setting('listen_addresses') as answer`)).toBe('127.0.0.1');
  expect(await ask(url, `select upper('é') || current_setting('TimeZone') as answer`)).toBe('ÉUTC');
});

it('keeps its password in one file that only its owner may read', async () => {
  const { url } = await start();
  const password = new URL(url).password;
  expect(fs.statSync(path.join(dataDir, 'password')).mode & 0o777).toBe(0o600);
  expect(
    fs.readdirSync(path.dirname(cluster())).filter((name) => /\.password$/.test(name)),
  ).toEqual([]);
  await expect(ask(url.replace(password, 'wrong'), 'select 1')).rejects.toThrow(/password/);
});

it('keeps data, password and port over a stop', async () => {
  const first = await start();
  await ask(first.url, 'create table kept as select 42 as answer');
  await first.stop();
  await first.ended;
  await expect(ask(first.url, 'select 1')).rejects.toThrow(/ECONNREFUSED/);
  const second = await start();
  expect(second.url).toBe(first.url);
  expect(await ask(second.url, 'select answer from kept')).toBe(42);
});

it('passes over a taken port and remembers the one it found', async () => {
  const blocker: Server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => blocker.once('listening', resolve));
  const taken = (blocker.address() as { port: number }).port;
  const first = await start(taken);
  expect(first.port).not.toBe(taken);
  await first.stop();
  expect((await start()).port).toBe(first.port);
  await new Promise((resolve) => blocker.close(resolve));
});

it('adopts the server of a parent that was killed, with all that it acknowledged', async () => {
  const { child, pid } = await runInChild();
  const gone = ended(child);
  child.kill('SIGKILL');
  await gone;
  expect(standing(pid, cluster())).toBe('ours');
  const adopted = await start();
  expect(adopted).toMatchObject({ pid, adopted: true });
  await ask(adopted.url, 'create table kept as select 1 as answer');
  await adopted.stop();
  await adopted.ended;
  expect(standing(pid, cluster())).not.toBe('ours');
  expect(await ask((await start()).url, 'select answer from kept')).toBe(1);
});

it('recovers every acknowledged commit after a kill -9 of the server', async () => {
  const first = await start();
  await ask(first.url, 'create table acknowledged (id int)');
  const client = new Client({ connectionString: first.url });
  client.on('error', () => undefined);
  await client.connect();
  let acknowledged = 0;
  setTimeout(() => process.kill(first.pid, 'SIGKILL'), 300);
  await expect(
    (async () => {
      for (;;) {
        await client.query('insert into acknowledged values (1)');
        acknowledged += 1;
      }
    })(),
  ).rejects.toThrow();
  await first.ended;
  const second = await start();
  expect(second.pid).not.toBe(first.pid);
  expect(acknowledged).toBeGreaterThan(10);
  const kept = await ask(second.url, 'select count(*)::int as answer from acknowledged');
  expect([acknowledged, acknowledged + 1]).toContain(kept);
});

it('starts over a lock whose number now belongs to another program', async () => {
  const first = await start();
  await first.stop();
  const other = spawn('sleep', ['60'], { stdio: 'ignore' });
  fs.writeFileSync(path.join(cluster(), 'postmaster.pid'), lockOf(other.pid ?? 0));
  const second = await start();
  expect(second.adopted).toBe(false);
  expect(await ask(second.url, 'select 7 as answer')).toBe(7);
  expect(other.exitCode).toBeNull();
  other.kill();
});

it('starts over a lock whose server is dead but was never collected by its parent', async () => {
  const first = await start();
  await first.stop();
  const parent = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 60']);
  const zombie = Number(await new Promise((resolve) => parent.stdout.once('data', resolve)));
  for (const end = Date.now() + 5000; standing(zombie, cluster()) !== 'unreaped';) {
    if (Date.now() > end) throw new Error('No zombie was made.');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  fs.writeFileSync(path.join(cluster(), 'postmaster.pid'), lockOf(zombie));
  expect((await start()).adopted).toBe(false);
  parent.kill();
});

function lockOf(pid: number): string {
  return [pid, cluster(), 1, 5432, '', '127.0.0.1', '  0 0', 'ready   ', ''].join('\n');
}
