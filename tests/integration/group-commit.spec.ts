import { randomUUID } from 'node:crypto';
import { DomainError } from '#domain/errors';
import { canonicalJson } from '#domain/log/canonical-json';
import { parseEnvelope } from '#domain/log/entry';
import { CommandContext } from '#platform/database/command-context';
import { requestDigest, UnitOfWork } from '#platform/database/unit-of-work';
import { EventLog } from '#features/event-log/event-log';
import { BooksService } from '#features/reserves/books.service';
import type { BookCommand, BookOutcome } from '#features/reserves/book-command';
import { GroupCommit } from '#features/reserves/group-commit';
import { toTransferRecord } from '#domain/books/transfer-record';
import {
  commandOf,
  deliver,
  faultsOf,
  FREE,
  furnish,
  HOLD,
  moved,
  OUTSIDE,
} from '../support/books-world';
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
  expect(outcomes.map(({ entry }) => entry)).toEqual(transfers.map(({ id }) => id));
  const [entry] = await ledger.rows<{ envelope: string; body: string }>(
    `select convert_from(envelope, 'UTF8') as envelope, convert_from(body, 'UTF8') as body
     from log_entry where id = $1`,
    [outcomes[0]?.entry],
  );
  expect(entry?.body).toBe(`{"transfers":[{"from":"${FREE}","grams":"10","to":"${HOLD}"}]}`);
  expect(entry?.envelope).toMatch(/^{"bodyDigest":"[^"]{44}","effectiveDate":"2025-02-22","id":"/);
  expect(parseEnvelope(entry?.envelope ?? '').command).toBe(transfers[0]?.id);
  await commits.submit(commandOf(moved(5n, { kind: 'void', pending: transfers[2]?.id ?? '' })));
});

it('keeps the sums by day of every block that it fills, or that others fill', async () => {
  const days = ['2025-02-20', '2025-02-21', '2025-02-22'] as const;
  const given = (n: number): BookCommand =>
    commandOf(moved(3n, { from: OUTSIDE, to: FREE, effectiveDate: days[n % 3] ?? '' }));
  const fill = (count: number): Promise<unknown> =>
    Promise.all(Array.from({ length: count }, (_, n) => commits.submit(given(n))));
  for (let n = 0; n < 150; n += 1) await commits.submit(given(n));
  await fill(500);
  for (let n = 0; n < 300; n += 1) {
    const promise = commandOf(moved(1n, { kind: 'pending' }));
    await commits.submit(n % 4 === 0 ? given(n) : promise);
    const pending = promise.transfers[0]?.id ?? '';
    if (n % 4 > 0) await commits.submit(commandOf(moved(1n, { kind: 'void', pending })));
  }
  await postAlone(3n);
  await fill(600);
  const blocks = await ledger.rows('select distinct block from account_day order by block');
  expect(blocks.length).toBeGreaterThan(5);
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

describe('of an id that is taken', () => {
  const others = (): Promise<unknown>[] => [1n, 2n].map((n) => commits.submit(commandOf(moved(n))));

  it('refuses a command that names an entry of the log, and no other of its batch', async () => {
    await deliver(ledger, 1_000n);
    const { entry: taken } = await postAlone(1n);
    const entries = await ledger.count('log_entry');
    const named = (grams: bigint): Promise<unknown> =>
      commits.submit(commandOf(moved(grams, { id: taken })));
    for (const grams of [1n, 2n]) {
      const [one, two] = [others(), others()];
      expect(await tally([...one, named(grams), ...two])).toEqual({
        ...{ done: 4, 'idempotency-key-reused': 1 },
      });
    }
    expect(await ledger.count('log_entry')).toBe(entries + 8);
    const [keyed, greedy] = [moved(1n, { id: taken }), moved(10n ** 12n, { id: taken })];
    const refused = await tally([run(commandOf(keyed)), commits.submit(commandOf(greedy))]);
    expect(refused).toEqual({ 'idempotency-key-reused': 2 });
    // The same where what is remembered of the books is enough to refuse it for something else.
    for (let turn = 0; turn < 200; turn += 1) await commits.submit(commandOf(moved(1n)));
    const alone = await tally([commits.submit(commandOf(greedy))]);
    expect(alone).toEqual({ 'idempotency-key-reused': 1 });
    expect(await tally(others())).toEqual({ done: 2 });
  });

  it('books one of two requests that name one transfer under keys of their own', async () => {
    await deliver(ledger, 100n);
    const command = commandOf(moved(1n));
    const [free, entries] = [await availableIn(FREE), await ledger.count('log_entry')];
    const attempts = [run(command), ...others(), run(command)];
    expect(await tally(attempts)).toEqual({ done: 3, 'idempotency-key-reused': 1 });
    await expect(run(command)).rejects.toMatchObject({ code: 'idempotency-key-reused' });
    expect(await availableIn(FREE)).toBe(free - 4n);
    expect(await ledger.count('log_entry')).toBe(entries + 3);
  });

  it('refuses a command whose further transfers are booked already', async () => {
    await deliver(ledger, 100n);
    const linked = commandOf(moved(1n), moved(2n));
    await commits.submit(linked);
    const [, booked] = linked.transfers;
    const free = await availableIn(FREE);
    const [again, twice] = [commandOf(moved(1n), booked!), moved(1n)];
    const attempts = [commits.submit(again), commits.submit(commandOf(booked!)), ...others()];
    expect(await tally([...attempts, commits.submit(commandOf(twice, twice))])).toEqual({
      ...{ done: 2, 'transfer-refused': 1, 'idempotency-key-reused': 1, 'transfer-malformed': 1 },
    });
    expect(await availableIn(FREE)).toBe(free - 3n);
    const [a, b] = [commandOf(moved(1n), twice), commandOf(twice)].map((one) =>
      commits.submit(one),
    );
    expect(await tally([a!, b!, ...others()])).toMatchObject({ done: 3 });
  });
});

it('knows a command by an entry of the first form', async () => {
  await deliver(ledger, 100n);
  const command = commandOf(moved(1n));
  const outcome = await commits.submit(command);
  const [row] = await ledger.rows<{ envelope: string }>(
    `select convert_from(envelope, 'UTF8') as envelope from log_entry where id = $1`,
    [outcome.entry],
  );
  const { bodyDigest, ...fields } = parseEnvelope(row?.envelope ?? '');
  const digest = Buffer.from(bodyDigest, 'base64').toString('hex');
  await ledger.rows('alter table log_entry disable trigger append_only');
  await ledger.rows(`update log_entry set envelope = convert_to($2, 'UTF8') where id = $1`, [
    ...[outcome.entry, canonicalJson({ v: '1', ...fields, bodyDigest: digest })],
  ]);
  await ledger.rows('alter table log_entry enable always trigger append_only');
  expect(await commits.submit(command)).toEqual(outcome);
  const other = commandOf({ ...command.transfers[0]!, grams: 2n });
  await expect(commits.submit(other)).rejects.toMatchObject({ code: 'idempotency-key-reused' });
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

/** A request under a key of its own. */
function run(command: BookCommand): Promise<{ entry: string }> {
  const actor = { id: randomUUID(), role: 'administrator', member: null } as const;
  const ctx = new CommandContext(actor, randomUUID(), 'POST /a-test', requestDigest('same'));
  return commits.run(ctx, command, ({ entry }) => ({ entry }));
}

/** Books a move through an ordinary unit of work, and returns its entry. */
function postAlone(grams: bigint): Promise<{ entry: string }> {
  const { actor, kind } = commandOf(moved(1n));
  const ctx = new CommandContext(actor, randomUUID(), 'POST /a-test', requestDigest(''));
  return ledger.service(UnitOfWork).run(ctx, async (tx) => {
    const [entry, transfer] = [tx.newId(), moved(grams)];
    await ledger.service(BooksService).post(tx, entry, [transfer]);
    const body = { transfers: [toTransferRecord(transfer)] };
    return { entry: await ledger.service(EventLog).append(tx, ctx, { id: entry, kind, body }) };
  });
}

/** Takes all that is free. */
async function empty(): Promise<void> {
  const free = await availableIn(FREE);
  if (free > 0n) await commits.submit(commandOf(moved(free)));
}
