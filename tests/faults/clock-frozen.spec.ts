import { bodiesOf } from '../support/deadlines';
import { Ledger } from '../support/ledger';
import { SmallWorld } from '../support/small-world';
import { WorkerProcess } from '../support/worker-process';
import { disruptionBody } from '../support/write-routes';

const DEADLINES = 60;

let ledger: Ledger;
let world: SmallWorld;

beforeAll(async () => {
  ledger = await Ledger.start({ worker: false, env: { SWEEP_MS: '50' } });
  world = await SmallWorld.load(ledger);
});
afterAll(() => ledger.stop());

async function running(): Promise<number> {
  const sql = `select count(*)::int as n from deadline where state = 'running'`;
  return (await ledger.rows<{ n: number }>(sql))[0]?.n ?? -1;
}

async function until(state: () => Promise<boolean>): Promise<void> {
  while (!(await state())) await new Promise((resolve) => setTimeout(resolve, 5));
}

it('passes each deadline once with one worker frozen in the midst and one killed', async () => {
  const ids: string[] = [];
  for (let n = 0; n < DEADLINES; n += 1) {
    const { id } = await world.first.done('/v1/disruptions', disruptionBody(`FROZEN-${n}`));
    await world.first.done(`/v1/disruptions/${id}/propose`);
    ids.push(id);
  }
  const frozen = await WorkerProcess.start(ledger.env);
  const killed = await WorkerProcess.start(ledger.env);
  await ledger.rows(`update deadline set begun_at = begun_at - interval '2 days',
    due_at = due_at - interval '2 days'`);
  await until(async () => (await running()) < DEADLINES);
  process.kill(frozen.pid, 'SIGSTOP');
  await killed.kill();
  const third = await WorkerProcess.start(ledger.env);
  await until(async () => (await running()) <= 1);
  process.kill(frozen.pid, 'SIGCONT');
  await until(async () => (await running()) === 0);
  // A further turn of each, to act twice if they would.
  await new Promise((resolve) => setTimeout(resolve, 500));
  await Promise.all([frozen.kill(), third.kill()]);
  const passed = await bodiesOf<{ subject: string }>(ledger, 'deadline-passed');
  expect(passed.map(({ subject }) => subject).sort()).toEqual([...ids].sort());
});
