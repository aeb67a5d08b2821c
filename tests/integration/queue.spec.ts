import { Ledger } from '../support/ledger';
import { hasRedis, RedisServer } from '../support/redis';
import { SmallWorld } from '../support/small-world';

/** The same queue on both stores; the Redis tier is skipped loudly where there is no server. */
const onRedis = hasRedis ? describe : describe.skip;

interface Setting {
  start(): Promise<Ledger>;
  /** Empties the store of the queue. */
  wipe(ledger: Ledger): Promise<void>;
  /** After the ledger has been stopped: nothing may lose its store while it still uses it. */
  end(): Promise<void>;
}

function anAllocationQueue({ start, wipe, end }: Setting): void {
  let ledger: Ledger;
  let world: SmallWorld;

  beforeAll(async () => {
    ledger = await start();
    world = await SmallWorld.load(ledger);
    await world.stock('DEU', 9_000);
  });
  afterAll(async () => {
    await ledger.stop();
    await end();
  });

  it('carries a run from queued to published', async () => {
    await world.allocate(await world.disrupt('QUEUE-1'));
    expect(await ledger.count('award')).toBeGreaterThan(0);
  });

  it('finishes a run that was queued while no worker lived', async () => {
    const disruption = await world.disrupt('QUEUE-2');
    await ledger.stopWorker();
    const run = await world.first.done(`/v1/disruptions/${disruption}/allocation-runs`);
    await ledger.startWorker();
    expect(await world.settled(run.id)).toBe('proposed');
  });

  it('finishes a run whose nudge was lost with the store', async () => {
    const disruption = await world.disrupt('QUEUE-3');
    await ledger.stopWorker();
    const run = await world.first.done(`/v1/disruptions/${disruption}/allocation-runs`);
    await ledger.rows(`update nudge set sent_at = now() - interval '1 hour'`);
    await wipe(ledger);
    await ledger.startWorker();
    expect(await world.settled(run.id)).toBe('proposed');
  });

  it('computes a run once, however often it is nudged', async () => {
    const disruption = await world.disrupt('QUEUE-4');
    const path = `/v1/disruptions/${disruption}/allocation-runs`;
    const run = await world.first.done(path);
    await ledger.rows(
      'insert into nudge (run_id, attempt) select $1, 0 from generate_series(1, 20)',
      [run.id],
    );
    expect(await world.settled(run.id)).toBe('proposed');
    const quiet = `select count(*)::int as n from nudge where sent_at is null`;
    while ((await ledger.rows<{ n: number }>(quiet))[0]?.n !== 0);
    const proposals = await ledger.rows<{ n: number }>(
      `select count(*)::int as n from log_entry
       where entry_kind(envelope) = 'allocation-proposed'
         and convert_from(body, 'UTF8') like $1`,
      [`%"run":"${run.id}"%`],
    );
    expect(proposals).toEqual([{ n: 1 }]);
  });
}

describe('on PostgreSQL', () => {
  anAllocationQueue({
    start: () => Ledger.start(),
    wipe: async (ledger) => {
      await ledger.rows('delete from bullmq.job');
    },
    end: () => Promise.resolve(),
  });
});

onRedis('on Redis', () => {
  let redis: RedisServer;

  anAllocationQueue({
    start: async () => {
      redis = await RedisServer.start();
      return Ledger.start({ env: { REDIS_URL: redis.url } });
    },
    wipe: () => redis.wipe(),
    end: () => redis.stop(),
  });
});
