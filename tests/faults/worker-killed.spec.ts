import { Ledger } from '../support/ledger';
import { obstruct, someoneWaits } from '../support/locks';
import { SmallWorld } from '../support/small-world';
import { WorkerProcess } from '../support/worker-process';

let ledger: Ledger;
let world: SmallWorld;

beforeAll(async () => {
  ledger = await Ledger.start({ worker: false });
  world = await SmallWorld.load(ledger);
  await world.stock('DEU', 9_000);
});
afterAll(() => ledger.stop());

/** Where the worker is when it dies, and what stops it there. */
const PLACES = [
  ['while it freezes its input', 'lock table need in access exclusive mode'],
  ['while it earmarks lots', `select 1 from account where kind = 'reserve-free' for update`],
  ['while it writes its result', 'lock table earmark in access exclusive mode'],
];

it.each(PLACES)('ends in one award set when the worker is killed %s', async (place, sql) => {
  const disruption = await world.disrupt(`KILL-${PLACES.findIndex(([name]) => name === place)}`);
  const doomed = await WorkerProcess.start(ledger.env);
  const release = await obstruct(ledger, sql ?? '');
  const starting = world.first.done(`/v1/disruptions/${disruption}/allocation-runs`);
  await someoneWaits(ledger);
  await doomed.kill();
  await release();
  const run = await starting;
  const heir = await WorkerProcess.start(ledger.env);
  expect(await world.settled(run.id)).toBe('proposed');
  await world.second.done(`/v1/allocation-runs/${run.id}/approve`, { reason: 'Recomputed.' });
  await world.second.done(`/v1/allocation-runs/${run.id}/publish`);
  await heir.kill();
  const [found] = await ledger.rows<{ sets: number; awarded: string; earmarked: string }>(
    `select (select count(distinct entry_id)::int from award where run_id = $1) as sets,
            (select sum(grams)::text from award where run_id = $1) as awarded,
            (select sum(grams)::text from earmark where run_id = $1) as earmarked`,
    [run.id],
  );
  expect(found?.sets).toBe(1);
  expect(found?.earmarked).toBe(found?.awarded);
  const pending = 'select count(*)::int as n from account where pending_out <> 0';
  expect(await ledger.rows(pending)).toEqual([{ n: 0 }]);
});
