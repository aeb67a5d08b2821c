import { setTimeout as pause } from 'node:timers/promises';
import { RUN_QUEUE } from '#features/allocations/run-queue.service';
import { loadConfig } from '#platform/config/config';
import { JobQueue } from '#platform/queue/job-queue';
import type { Answer } from '../support/caller';
import { brokenInvariants } from '../support/invariants';
import { Ledger } from '../support/ledger';
import { obstruct, someoneWaits } from '../support/locks';
import { seeded } from '../support/seeded';
import { disruption, SmallWorld } from '../support/small-world';
import { WorkerProcess } from '../support/worker-process';

/** Each fault once, or as often in a row as the long suite wants it. */
const ROUNDS = Array.from({ length: process.env['GMT_SOAK'] === '1' ? 20 : 1 }, (_, n) => n + 1);

let ledger: Ledger;
let world: SmallWorld;
let disruptions = 0;
/** Workers that the test of the moment has started; each is killed at its end. */
const running: WorkerProcess[] = [];

beforeAll(async () => {
  ledger = await Ledger.start({ worker: false });
  world = await SmallWorld.load(ledger);
  await world.stock('DEU', 9_000);
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((worker) => worker.kill()));
});
afterAll(() => ledger.stop());

/** Where a run of a new disruption is started, its needs being in. */
async function runsOfAnother(): Promise<string> {
  disruptions += 1;
  return `/v1/disruptions/${await world.disrupt(`FAULT-${disruptions}`)}/allocation-runs`;
}

async function begin(): Promise<string> {
  return (await world.first.done(await runsOfAnother())).id;
}

async function attempts(run: string): Promise<number> {
  const text = 'select attempt from allocation_run where id = $1';
  return (await ledger.rows<{ attempt: number }>(text, [run]))[0]?.attempt ?? 0;
}

/** So that the next run finds all of the stock free. */
async function reject(run: string): Promise<void> {
  await world.second.done(`/v1/allocation-runs/${run}/reject`, { reason: 'It was a test.' });
}

async function startWorker(skewMs?: number): Promise<WorkerProcess> {
  const env = { ...ledger.env, GMT_TEST_SKEW_MS: `${skewMs}` };
  const preloaded = skewMs === undefined ? [] : ['skewed-clock.cjs'];
  const worker = await WorkerProcess.start(env, ...preloaded);
  running.push(worker);
  return worker;
}

it.each(ROUNDS)('a worker that freezes past its lease writes nothing any more (%i)', async () => {
  const frozen = await startWorker();
  const release = await obstruct(ledger, 'lock table earmark in access exclusive mode');
  const run = await begin();
  await someoneWaits(ledger);
  frozen.signal('SIGSTOP');
  await release();
  // PostgreSQL ends the session that holds the run's lock and says nothing, after half a minute.
  await startWorker();
  expect(await world.settled(run)).toBe('proposed');
  frozen.signal('SIGCONT');
  await pause(2_500);
  expect(await attempts(run)).toBeGreaterThan(1);
  expect(await brokenInvariants(world)).toEqual([]);
  await reject(run);
});

it.each(ROUNDS)('one award set comes of twenty deliveries to four workers (%i)', async () => {
  const run = await begin();
  const queue = JobQueue.open(RUN_QUEUE, loadConfig(ledger.env), () => undefined);
  const four = Promise.all([startWorker(), startWorker(), startWorker(), startWorker()]);
  for (let n = 0; n < 20; n += 1) await queue.add(`again-${run}-${n}`, { id: run });
  expect(await world.settled(run)).toBe('proposed');
  await pause(500);
  expect(await attempts(run)).toBe(1);
  expect(await brokenInvariants(world)).toEqual([]);
  await queue.close();
  await four;
  await reject(run);
});

it.each(ROUNDS)('workers killed at any moment finish a run once (%i)', async (round) => {
  const random = seeded(round);
  const run = await begin();
  for (let kills = 0; kills < 3; kills += 1) {
    const worker = await startWorker();
    await pause(random(400));
    await worker.kill();
  }
  await startWorker();
  expect(await world.settled(run)).toBe('proposed');
  expect(await brokenInvariants(world)).toEqual([]);
  await reject(run);
});

it.each(ROUNDS)('twenty who declare and start at once begin one run (%i)', async () => {
  const working = startWorker();
  const reference = `DOUBLE-${(disruptions += 1)}`;
  const { id } = await world.first.done('/v1/disruptions', disruption(reference));
  await world.first.done(`/v1/disruptions/${id}/propose`);
  const declare = `/v1/disruptions/${id}/declare`;
  oneOf(await twenty(() => world.second.post(declare, { declaredOn: '2025-02-22' })));
  await world.first.done(`/v1/disruptions/${id}/open-needs`);
  await world.first.done(`/v1/disruptions/${id}/close-needs`);
  const path = `/v1/disruptions/${id}/allocation-runs`;
  const run = oneOf(await twenty(() => world.first.post<{ id: string }>(path))).id;
  expect(await world.settled(run)).toBe('proposed');
  const reason = { reason: 'It was a test.' };
  oneOf(await twenty(() => world.second.post(`/v1/allocation-runs/${run}/reject`, reason)));
  expect(await brokenInvariants(world)).toEqual([]);
  await working;
});

/** What the one that succeeded was answered; all others must have been refused as too late. */
function oneOf<Body>(answers: readonly Answer<Body>[]): Body {
  const [made, ...others] = answers.filter(({ status }) => status < 300);
  expect(others).toEqual([]);
  expect(answers.filter(({ status }) => status >= 300 && status !== 409)).toEqual([]);
  if (made === undefined) throw new Error('none of them succeeded');
  return made.body;
}

function twenty<Body>(act: () => Promise<Answer<Body>>): Promise<Answer<Body>[]> {
  return Promise.all(Array.from({ length: 20 }, act));
}

it.each(ROUNDS)(
  'fifty lots that leave while runs are made are never awarded too (%i)',
  async () => {
    const lots: string[] = [];
    for (let n = 0; n < 50; n += 1) lots.push((await world.stock('JPN', 20)).lot);
    await Promise.all([startWorker(), startWorker()]);
    const runs = [await begin(), await begin()];
    const dispatch = { toDepot: 'JPYOK', dispatchedOn: '2024-07-31' };
    const left = await Promise.all(
      lots.map((lot) => world.first.post(`/v1/lots/${lot}/dispatch`, dispatch)),
    );
    expect(left.filter(({ status }) => status >= 500)).toEqual([]);
    const states = [];
    for (const run of runs) states.push(await world.settled(run));
    expect(states.filter((state) => !['proposed', 'failed'].includes(state))).toEqual([]);
    expect(await brokenInvariants(world)).toEqual([]);
    for (const [n, run] of runs.entries()) if (states[n] === 'proposed') await reject(run);
  },
);

it.each(ROUNDS)('workers whose clocks are hours apart, or go back, agree (%i)', async () => {
  const [ahead] = await Promise.all([startWorker(3_600_000), startWorker(-3_600_000)]);
  for (let n = 0; n < 4; n += 1) {
    const run = await begin();
    ahead.signal('SIGUSR2');
    expect(await world.settled(run)).toBe('proposed');
    const astray = `select id from allocation_run where id = $1
      and (attempt > 1 or proposed_at not between queued_at and clock_timestamp())`;
    expect(await ledger.rows(astray, [run])).toEqual([]);
    await reject(run);
  }
  expect(await brokenInvariants(world)).toEqual([]);
});
