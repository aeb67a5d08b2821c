import { randomUUID } from 'node:crypto';
import { DomainError } from '#domain/errors';
import { CommandContext } from '#platform/database/command-context';
import { requestDigest, UnitOfWork } from '#platform/database/unit-of-work';
import { EventLog } from '#features/event-log/event-log';
import { BooksService } from '#features/reserves/books.service';
import type { BookOutcome } from '#features/reserves/book-command';
import { GroupCommit } from '#features/reserves/group-commit';
import { toTransferRecord } from '#domain/books/transfer-record';
import { commandOf, deliver, faultsOf, FREE, furnish, HOLD, moved } from '../support/books-world';
import { Ledger } from '../support/ledger';

let ledger: Ledger;
let commits: GroupCommit;

beforeAll(async () => {
  ledger = await Ledger.start({ worker: false });
  await furnish(ledger);
  commits = ledger.service(GroupCommit);
});

afterEach(async () => {
  expect(await faultsOf(ledger)).toEqual([]);
});

afterAll(() => ledger.stop());

async function availableIn(account: string): Promise<bigint> {
  const [row] = await ledger.rows<{ grams: string }>(
    'select posted - pending_out as grams from account where key = $1',
    [account],
  );
  return BigInt(row?.grams ?? '0');
}

const codeOf = (error: unknown): string =>
  error instanceof DomainError ? error.code : String(error);

/** How each attempt ended: `done` or the code of its refusal, counted. */
async function tally(attempts: readonly Promise<unknown>[]): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const result of await Promise.allSettled(attempts)) {
    const end = result.status === 'fulfilled' ? 'done' : codeOf(result.reason);
    counts[end] = (counts[end] ?? 0) + 1;
  }
  return counts;
}

it('answers each command with what it left, and one entry each', async () => {
  await deliver(ledger, 100n);
  const transfers = [moved(10n), moved(20n), moved(5n, { kind: 'pending' })];
  const outcomes = await Promise.all(transfers.map((one) => commits.submit(commandOf(one))));
  expect(outcomes.map(({ balances }) => balances.map(({ posted }) => posted))).toEqual([
    [90n, 10n],
    [70n, 30n],
    [70n],
  ]);
  expect(outcomes[2]?.balances).toEqual([
    { account: FREE, posted: 70n, pendingOut: 5n, available: 65n, version: 4 },
  ]);
  expect(new Set(outcomes.map(({ entry }) => entry)).size).toBe(3);
  const bodies = await ledger.rows<{ text: string }>(
    `select convert_from(body, 'UTF8') as text from log_entry where id = $1`,
    [outcomes[0]?.entry],
  );
  const text = `{"transfers":[{"from":"${FREE}","grams":"10","to":"${HOLD}"}]}`;
  expect(bodies).toEqual([{ text }]);
  await commits.submit(commandOf(moved(5n, { kind: 'void', pending: transfers[2]?.id ?? '' })));
});

it('gives a command its outcome again, also a refusal, and refuses another of its id', async () => {
  const command = commandOf(moved(1n), moved(2n));
  const outcome = await commits.submit(command);
  const held = await availableIn(HOLD);
  expect(await commits.submit(command)).toEqual(outcome);
  expect(await Promise.all([commits.submit(command), commits.submit(command)])).toEqual([
    ...[outcome, outcome],
  ]);
  const [first, second] = command.transfers;
  const other = commandOf({ ...first!, grams: 2n }, second!);
  await expect(commits.submit(other)).rejects.toMatchObject({ code: 'idempotency-key-reused' });
  expect(await availableIn(HOLD)).toBe(held);

  const greedy = commandOf(moved(1_000_000n));
  const refusal = await commits.submit(greedy).catch((error: unknown) => error as DomainError);
  await deliver(ledger, 2_000_000n);
  const again = await commits.submit(greedy).catch((error: unknown) => error as DomainError);
  expect(again).toMatchObject({ code: 'balance-insufficient' });
  expect(again).toEqual(refusal);
  const smaller = commandOf({ ...greedy.transfers[0]!, grams: 1n });
  await expect(commits.submit(smaller)).rejects.toMatchObject({ code: 'idempotency-key-reused' });
});

it('lets what is refused fail alone, however it is refused', async () => {
  const attempts = [
    moved(1n),
    moved(10n ** 12n),
    moved(1n, { to: 'cobalt/reserve-hold/-/DEHAM' }),
    moved(1n, { from: FREE, to: FREE }),
    moved(1n, { kind: 'post', pending: randomUUID() }),
    moved(1n, { effectiveDate: '2999-01-01' }),
    moved(1n, { lot: randomUUID() }),
    moved(1n),
  ].map((transfer) => commits.submit(commandOf(transfer)));
  expect(await tally(attempts)).toEqual({
    ...{ done: 2, 'balance-insufficient': 2, 'account-unknown': 1, 'transfer-malformed': 1 },
    ...{ 'transfer-refused': 1, 'effective-date-too-far': 1 },
  });
  await expect(commits.submit(commandOf(moved(1n, { id: 'x' })))).rejects.toThrow('UUIDs');
});

it('books linked transfers all or none', async () => {
  const free = await availableIn(FREE);
  const linked = commandOf(moved(free - 1n), moved(1n), moved(1n));
  await expect(commits.submit(linked)).rejects.toMatchObject({ code: 'balance-insufficient' });
  expect(await availableIn(FREE)).toBe(free);
});

it('keeps 64 clients from overselling one reserve, by both doors at once', async () => {
  await empty();
  await deliver(ledger, 1_000n);
  const clients = Array.from({ length: 64 }, async (_, client) => {
    const ends: Promise<unknown>[] = [];
    for (let turn = 0; turn < 8; turn += 1) {
      const attempt = client % 2 === 0 ? commits.submit(commandOf(moved(3n))) : postAlone(3n);
      ends.push(attempt);
      await attempt.catch(() => undefined);
    }
    return ends;
  });
  const ends = (await Promise.all(clients)).flat();
  expect(await tally(ends)).toEqual({ done: 333, 'balance-insufficient': 512 - 333 });
  expect(await availableIn(FREE)).toBe(1n);
});

it('keeps two processes from overselling, whose memories contradict each other', async () => {
  await empty();
  await deliver(ledger, 1_000n);
  const other = await Ledger.start({ worker: false, database: ledger.databaseUrl });
  const both = [commits, other.service(GroupCommit)];
  const clients = Array.from({ length: 32 }, async (_, client) => {
    const ends: Promise<unknown>[] = [];
    for (let turn = 0; turn < 12; turn += 1) {
      const attempt = both[client % 2]!.submit(commandOf(moved(3n)));
      ends.push(attempt);
      await attempt.catch(() => undefined);
    }
    return ends;
  });
  const ends = (await Promise.all(clients)).flat();
  expect(await tally(ends)).toEqual({ done: 333, 'balance-insufficient': 384 - 333 });
  const command = commandOf(moved(1n));
  const [one, two] = await Promise.all(both.map((door) => door.submit(command)));
  expect(one).toEqual(two);
  await other.stop();
});

it('serves requests under an Idempotency-Key as a unit of work does', async () => {
  await deliver(ledger, 100n);
  const actor = { id: randomUUID(), role: 'administrator', member: null } as const;
  const key = randomUUID();
  const request = (digest: string): CommandContext =>
    new CommandContext(actor, key, 'POST /a-test', requestDigest(digest));
  const answer = ({ entry }: BookOutcome): { entry: string } => ({ entry });
  const take = (ctx: CommandContext): Promise<{ entry: string }> =>
    commits.run(ctx, commandOf(moved(1n)), answer);
  const [first, second] = [request('same'), request('same')];
  const outcomes = await Promise.all([take(first), take(second)]);
  expect(outcomes[0]).toEqual(outcomes[1]);
  expect([first.replayed, second.replayed]).toEqual([false, true]);
  await expect(take(request('other'))).rejects.toMatchObject({ code: 'idempotency-key-reused' });
  const work = ledger.service(UnitOfWork).run(request('same'), () => Promise.reject(new Error()));
  expect(await work).toEqual(outcomes[0]);
});

it('books each command once, though connections are killed under its batches', async () => {
  await empty();
  await deliver(ledger, 1_000n);
  const commands = Array.from({ length: 400 }, () => commandOf(moved(1n)));
  let failures = 0;
  for (let round = 0; round < 20; round += 1) {
    const batch = commands
      .slice(round * 20, round * 20 + 20)
      .map((one) => commits.submit(one).catch(() => (failures += 1)));
    if (round % 2 === 0) {
      await ledger.rows(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and pid <> pg_backend_pid()`,
      );
    }
    await Promise.all(batch);
  }
  expect(await tally(commands.map((one) => commits.submit(one)))).toEqual({ done: 400 });
  expect(await availableIn(FREE)).toBe(600n);
  expect(failures).toBeLessThan(400);
});

/** The same through an ordinary unit of work. */
function postAlone(grams: bigint): Promise<unknown> {
  const { actor, kind } = commandOf(moved(1n));
  const ctx = new CommandContext(actor, randomUUID(), 'POST /a-test', requestDigest(''));
  return ledger.service(UnitOfWork).run(ctx, async (tx) => {
    const [entry, transfer] = [tx.newId(), moved(grams)];
    await ledger.service(BooksService).post(tx, entry, [transfer]);
    const body = { transfers: [toTransferRecord(transfer)] };
    return ledger.service(EventLog).append(tx, ctx, { id: entry, kind, body });
  });
}

/** Takes all that is free. */
async function empty(): Promise<void> {
  const free = await availableIn(FREE);
  if (free > 0n) await commits.submit(commandOf(moved(free)));
}
