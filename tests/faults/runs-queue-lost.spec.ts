import { brokenInvariants } from '../support/invariants';
import { Ledger } from '../support/ledger';
import { hasRedis, RedisServer } from '../support/redis';
import { SmallWorld } from '../support/small-world';

const SOAK = process.env['GMT_SOAK'] === '1';
/** Runs that wait when the store of the queue is emptied. */
const RUNS = SOAK ? 100 : 8;
/** How long the store is away, in milliseconds. */
const AWAY_MS = SOAK ? [5_000, 15_000, 60_000] : [3_000];

interface Store {
  readonly env: NodeJS.ProcessEnv;
  wipe(ledger: Ledger): Promise<void>;
  remove(): Promise<void>;
}

function onPostgres(): Promise<Store> {
  return Promise.resolve({
    env: {},
    wipe: async (ledger) => {
      await ledger.rows('delete from bullmq.job');
    },
    remove: () => Promise.resolve(),
  });
}

async function onRedis(): Promise<Store> {
  const redis = await RedisServer.start();
  return {
    env: { REDIS_URL: redis.url },
    wipe: () => redis.wipe(),
    remove: () => redis.stop(),
  };
}

const STORES: readonly (readonly [string, () => Promise<Store>])[] = [
  ['PostgreSQL', onPostgres],
  ...(hasRedis ? [['Redis', onRedis] as const] : []),
];

/** A world with a stock, and no worker yet. */
async function stocked(env: NodeJS.ProcessEnv): Promise<SmallWorld> {
  const ledger = await Ledger.start({ worker: false, env });
  const world = await SmallWorld.load(ledger);
  await world.stock('DEU', 9_000);
  return world;
}

async function begin(world: SmallWorld, reference: string): Promise<string> {
  const path = `/v1/disruptions/${await world.disrupt(reference)}/allocation-runs`;
  return (await world.first.done(path)).id;
}

it.each(STORES)('runs survive that %s forgets them, waiting or at work', async (_, start) => {
  const store = await start();
  const world = await stocked(store.env);
  const { ledger } = world;
  const runs: string[] = [];
  for (let n = 0; n < RUNS; n += 1) runs.push(await begin(world, `WIPED-${n}`));
  await store.wipe(ledger);
  await ledger.startWorker();
  expect(await world.settled(runs[0] ?? '')).toBe('proposed');
  await store.wipe(ledger);
  for (const run of runs) expect(await world.settled(run)).toBe('proposed');
  expect(await brokenInvariants(world)).toEqual([]);
  await ledger.stop();
  await store.remove();
});

(hasRedis ? it : it.skip).each(AWAY_MS)(
  'writes are taken and runs finish though Redis is away for %i ms and comes back empty',
  async (away) => {
    const redis = await RedisServer.start();
    const world = await stocked({ REDIS_URL: redis.url });
    const { ledger } = world;
    await ledger.startWorker();
    const before = await begin(world, 'BEFORE');
    expect(await world.settled(before)).toBe('proposed');
    await redis.stop();
    const until = performance.now() + away;
    const meanwhile = [await begin(world, 'MEANWHILE')];
    // `done` fails at anything but success.
    while (performance.now() < until) await world.pledge('KEN', 1);
    const returned = await RedisServer.start(Number(new URL(redis.url).port));
    meanwhile.push(await begin(world, 'AFTERWARDS'));
    for (const run of meanwhile) expect(await world.settled(run)).toBe('proposed');
    expect(await brokenInvariants(world)).toEqual([]);
    await ledger.stop();
    await returned.stop();
  },
);
