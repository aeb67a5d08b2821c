import { fork } from 'node:child_process';
import * as path from 'node:path';
import { GroupCommit } from '#features/reserves/group-commit';
import type { Said } from '../support/book-for-ever';
import { commandOf, deliver, faultsOf, furnish, HOLD, moved } from '../support/books-world';
import { Ledger } from '../support/ledger';

const SUPPORT = path.resolve(__dirname, '..', 'support');
/** How many answers a process gives before it is killed in the midst of the next batches. */
const ANSWERS = [1, 400, 2_500];

const AT_WORK = `
  select from pg_stat_activity
  where datname = current_database() and state = 'active' and pid <> pg_backend_pid()`;

let ledger: Ledger;

beforeAll(async () => {
  ledger = await Ledger.start({ worker: false });
  await furnish(ledger);
  await deliver(ledger, 1_000_000n);
});
afterAll(() => ledger.stop());

/** kill -9 of a process that books, once it has answered so often; what it said. */
async function killAfter(answers: number): Promise<{ asked: string[]; answered: string[] }> {
  const child = fork(path.join(SUPPORT, 'book-for-ever.ts'), {
    env: { ...process.env, ...ledger.env },
    execArgv: ['--require', path.join(SUPPORT, 'source-register.cjs')],
  });
  const [asked, answered]: [string[], string[]] = [[], []];
  child.on('message', (said: Said) => {
    (said.answered ? answered : asked).push(said.id);
    if (answered.length === answers) child.kill('SIGKILL');
  });
  await new Promise((resolve) => child.once('close', resolve));
  // The server finishes what it was told, though nobody listens any more.
  while ((await ledger.rows(AT_WORK)).length > 0);
  return { asked, answered };
}

async function bookedOf(ids: readonly string[]): Promise<number> {
  const [row] = await ledger.rows<{ n: number }>(
    `select count(*)::int as n from transfer t join log_entry e on e.id = t.entry_id
     where t.id = any ($1::uuid[])`,
    [ids],
  );
  return row?.n ?? 0;
}

it.each(ANSWERS)('loses nothing of %i answers and books nothing twice', async (answers) => {
  const before = await held();
  const { asked, answered } = await killAfter(answers);
  expect(answered.length).toBeGreaterThanOrEqual(answers);
  expect(asked.length).toBeGreaterThan(answered.length);
  expect(await bookedOf(answered)).toBe(answered.length);
  expect(BigInt(await bookedOf(asked))).toBe((await held()) - before);
  expect(await faultsOf(ledger)).toEqual([]);

  // Whoever got no answer asks again; all is booked then, and once.
  const commits = ledger.service(GroupCommit);
  await Promise.all(asked.map((id) => commits.submit(commandOf(moved(1n, { id })))));
  expect((await held()) - before).toBe(BigInt(asked.length));
  expect(await faultsOf(ledger)).toEqual([]);
});

async function held(): Promise<bigint> {
  const [row] = await ledger.rows<{ posted: string }>('select posted from account where key = $1', [
    HOLD,
  ]);
  return BigInt(row?.posted ?? '0');
}
