import * as fs from 'node:fs';
import { createServer } from 'node:net';
import * as os from 'node:os';
import * as path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Config } from '#platform/config/config';
import { migrate } from '#platform/database/migrate';
import { removeServerFiles } from '#platform/postgres-server/placement';
import { startPostgres } from '#platform/postgres-server/postgres-server';
import { JobQueue } from '#platform/queue/job-queue';
import { childrenOf, signal } from '../support/processes';
import { hasRedis, RedisServer } from '../support/redis';

/** A store of the queue that a test may take away. */
interface Store {
  readonly settings: Partial<Config>;
  readonly port: number;
  /** Freezes it: its connections stay open and say nothing. */
  freeze(): void;
  /** kill -9. */
  kill(): Promise<void>;
  remove(): Promise<void>;
}

async function onRedis(): Promise<Store> {
  const redis = await RedisServer.start();
  return {
    settings: { DATABASE_URL: 'postgres://nowhere', REDIS_URL: redis.url },
    port: Number(new URL(redis.url).port),
    freeze: () => redis.freeze(),
    kill: () => redis.stop(),
    remove: () => redis.stop(),
  };
}

async function onPostgres(): Promise<Store> {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'gmt-queue-store-'));
  const server = await startPostgres({ dataDir, settings: { fsync: 'off' } });
  await migrate(server.url);
  const signalAll = (name: 'SIGKILL' | 'SIGSTOP'): void => {
    for (const pid of [...childrenOf(server.pid), server.pid]) signal(pid, name);
  };
  const kill = async (): Promise<void> => {
    signalAll('SIGKILL');
    await server.ended;
  };
  return {
    settings: { DATABASE_URL: server.url },
    port: server.port,
    freeze: () => signalAll('SIGSTOP'),
    kill,
    remove: async () => {
      if (fs.existsSync(`/proc/${server.pid}`)) await kill();
      removeServerFiles(dataDir);
    },
  };
}

const STORES: readonly (readonly [string, () => Promise<Store>])[] = [
  ['PostgreSQL', onPostgres],
  ...(hasRedis ? [['Redis', onRedis] as const] : []),
];

/** A queue that has handled one nudge, so that all its connections are made. */
async function busyQueue(store: Store): Promise<JobQueue> {
  const queue = JobQueue.open('store-away', store.settings as Config, () => undefined);
  const handled = new Promise<void>((resolve) => {
    queue.process(() => Promise.resolve(resolve()));
  });
  await queue.add('one', { id: 'one' });
  await handled;
  return queue;
}

/** Connections that somebody still tries to make to a port, in one and a half seconds. */
async function visitorsOf(port: number): Promise<number> {
  let visitors = 0;
  const server = createServer((socket) => {
    visitors += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  await pause(1_500);
  await new Promise((resolve) => server.close(resolve));
  return visitors;
}

// BullMQ pauses five seconds before it tries again, also when it has nothing to try any more.
afterAll(() => pause(5_000));

describe.each(STORES)('a queue on %s', (_name, start) => {
  let store: Store;
  beforeEach(async () => {
    store = await start();
  });
  afterEach(() => store.remove());

  it('closes within 5 s after its store was killed, and does not come back', async () => {
    const queue = await busyQueue(store);
    await store.kill();
    const began = performance.now();
    await queue.close();
    expect(performance.now() - began).toBeLessThan(6_500);
    expect(await visitorsOf(store.port)).toBe(0);
  });

  it('closes within 5 s while its store says nothing', async () => {
    const queue = await busyQueue(store);
    store.freeze();
    const began = performance.now();
    await queue.close();
    expect(performance.now() - began).toBeLessThan(6_500);
  });

  it('lets the running handler finish first', async () => {
    const queue = JobQueue.open('store-away', store.settings as Config, () => undefined);
    let finish: () => void = () => undefined;
    let finished = false;
    const begun = new Promise<void>((resolve) => {
      queue.process(async () => {
        resolve();
        await new Promise<void>((end) => (finish = end));
        finished = true;
      });
    });
    await queue.add('one', { id: 'one' });
    await begun;
    const closed = queue.close();
    await pause(300);
    finish();
    await closed;
    expect(finished).toBe(true);
  });
});
