import { randomUUID } from 'node:crypto';
import { POST } from '#features/reserves/posting-batch';
import { BooksService } from '#features/reserves/books.service';
import { EventLog } from '#features/event-log/event-log';
import { CommandContext } from '#platform/database/command-context';
import { requestDigest, UnitOfWork } from '#platform/database/unit-of-work';
import { commandOf, deliver, faultsOf, FREE, furnish, HOLD, moved } from '../support/books-world';
import { Ledger } from '../support/ledger';

/** One transfer as the store takes it, the parts that only some have left null. */
interface Row {
  readonly kind: string;
  readonly grams: number;
  readonly to?: 'FREE' | 'HOLD';
  readonly moves?: boolean;
  readonly lot?: string;
  readonly toLot?: string;
  readonly ends?: string;
  readonly reverses?: string;
  readonly expires?: string;
}

interface Standing {
  readonly id: number;
  readonly version: number;
  readonly posted: string;
}

let ledger: Ledger;
let earlier: string;

beforeAll(async () => {
  ledger = await Ledger.start({ worker: false });
  await furnish(ledger);
  await deliver(ledger, 1_000n);
  await deliver(ledger, 1n);
  const [row] = await ledger.rows<{ id: string }>('select id from transfer limit 1');
  earlier = row?.id ?? '';
  await book({ kind: 'posted', grams: 1 });
});

afterEach(async () => {
  expect((await faultsOf(ledger)).filter((fault) => !isOurs(fault))).toEqual([]);
});

afterAll(() => ledger.stop());

/** The transfers of this spec are stored without an entry, past the doors. */
const isOurs = (fault: unknown): boolean => (fault as { fault: string }).fault === 'entry';

async function standing(key: string): Promise<Standing> {
  const [row] = await ledger.rows<Standing>(
    'select id, version, posted from account where key = $1',
    [key],
  );
  return row ?? { id: 0, version: 0, posted: '0' };
}

const rare = (value: string | undefined): string[] | null => (value ? [value] : null);

/** Calls `books_post` as its callers do, with this one transfer from the free reserve. */
async function book(row: Row, change: Partial<Standing> = {}): Promise<void> {
  const free = { ...(await standing(FREE)), ...change };
  const other = row.to === 'FREE' ? free : await held();
  const moves = row.moves ?? ['posted', 'post'].includes(row.kind);
  const left = BigInt(free.posted) - BigInt(moves ? row.grams : 0);
  const promised = row.kind === 'pending' ? BigInt(row.grams) : 0n;
  const into = moves && other !== free ? other : null;
  const gained = into && BigInt(into.posted) + BigInt(row.grams);
  const touched = [
    { ...free, left, promised },
    ...(into ? [{ ...into, left: gained, promised: 0n }] : []),
  ].sort((a, b) => a.id - b.id);
  await ledger.rows(`select ${POST}`, [
    touched.map(({ id }) => id),
    touched.map(({ version }) => version),
    touched.map(({ version }) => version + 1),
    touched.map((one) => one.left),
    touched.map((one) => one.promised),
    ...[[], [], [], []],
    [randomUUID()],
    [randomUUID()],
    [row.kind],
    [free.id],
    [other.id],
    [row.grams],
    [free.version + 1],
    [left],
    [promised || null],
    [into && into.version + 1],
    [gained],
    ['2025-02-22'],
    ...[row.lot, row.toLot, row.ends, row.reverses, row.expires].map(rare),
    ...[null, null, null, null, null, null],
  ]);
}

async function held(): Promise<Standing> {
  const hold = await standing(HOLD);
  if (hold.id !== 0) return hold;
  await ledger.rows(
    `insert into account (key, material, kind, depot)
     values ($1, 'cobalt', 'reserve-hold', 'NLRTM')`,
    [HOLD],
  );
  return standing(HOLD);
}

const MALFORMED: Readonly<Record<string, [Row, string]>> = {
  'nothing at all': [{ kind: 'posted', grams: 0 }, '23514'],
  'an ending of nothing': [{ kind: 'void', grams: 1 }, '23514'],
  'a promise that ends another': [{ kind: 'pending', grams: 1, ends: 'earlier' }, '23514'],
  'a promise taken back': [{ kind: 'pending', grams: 1, reverses: 'earlier' }, '23514'],
  'a posting that expires': [{ kind: 'posted', grams: 1, expires: '2030-01-01' }, '23514'],
  'a promise that moves': [{ kind: 'pending', grams: 1, moves: true }, '23514'],
  'a posting that does not move': [{ kind: 'posted', grams: 1, moves: false }, '23514'],
  'a way back to itself': [{ kind: 'posted', grams: 1, to: 'FREE' }, '23514'],
  'a lot that becomes itself': [{ kind: 'posted', grams: 1, lot: 'new', toLot: 'new' }, '23514'],
  'no lot that becomes one': [{ kind: 'posted', grams: 1, toLot: 'new' }, '23514'],
  'a lot that is not there': [{ kind: 'posted', grams: 1, lot: 'new' }, '23503'],
  'the end of what is not there': [{ kind: 'void', grams: 1, ends: 'new' }, '23503'],
  'the reverse of what is not there': [{ kind: 'posted', grams: 1, reverses: 'new' }, '23503'],
  'a kind of its own': [{ kind: 'gift', grams: 1 }, '22P02'],
  'more than there is': [{ kind: 'posted', grams: 100_000 }, '23514'],
  'a promise of more than there is': [{ kind: 'pending', grams: 100_000 }, '23514'],
};

it.each(Object.entries(MALFORMED))(
  'the database takes no transfer of %s',
  async (_, [row, code]) => {
    const known = { earlier, new: '019a0000-0000-7000-8000-000000000001' } as const;
    const named = Object.fromEntries(
      Object.entries(row).map(([name, value]) => [name, known[value as 'new'] ?? value]),
    ) as unknown as Row;
    const before = await ledger.rows('select * from account order by id');
    await expect(book(named)).rejects.toMatchObject({ code });
    expect(await ledger.rows('select * from account order by id')).toEqual(before);
  },
);

it('refuses what was decided on another version of an account, or on none', async () => {
  const { version } = await standing(FREE);
  for (const change of [{ version: version - 1 }, { version: version + 1 }, { id: 999_999 }]) {
    const wrong = book({ kind: 'posted', grams: 1 }, change);
    await expect(wrong).rejects.toMatchObject({ code: 'GM001' });
  }
});

it('guards every account but the two that stand for the world outside', async () => {
  const kinds = ['outside', 'undertaken', 'in-transit', 'released', 'pledged', 'drawn'];
  for (const kind of kinds) {
    const key = `cobalt/${kind}/-/-`;
    const below = ledger.rows(
      `insert into account (key, material, kind, posted) values ($1, 'cobalt', $2, -1)
       on conflict (key) do nothing`,
      [`${key}x`, kind],
    );
    if (kind === 'outside' || kind === 'undertaken') await below;
    else await expect(below).rejects.toMatchObject({ code: '23514' });
  }
  await ledger.rows(`delete from account where key like '%x'`);
});

it('lets no unit of work end whose transfers have no entry, though it logged another', async () => {
  const { actor, kind } = commandOf(moved(1n));
  const ctx = new CommandContext(actor, randomUUID(), 'POST /a-test', requestDigest(''));
  const before = await standing(FREE);
  const work = ledger.service(UnitOfWork).run(ctx, async (tx) => {
    await ledger.service(BooksService).post(tx, tx.newId(), [moved(1n)]);
    return ledger.service(EventLog).append(tx, ctx, { kind, body: {} });
  });
  await expect(work).rejects.toThrow('the entry');
  expect(await standing(FREE)).toEqual(before);
});

it('takes a batch only after the one that it names', async () => {
  const settle = (previous: string | null, batch: string): string =>
    `select books_settle(now(), false, ${previous === null ? 'null' : `'${previous}'`}, '${batch}',
       null, null, null, null, null, null, null, '')`;
  await ledger.rows(`${settle(null, '1')}; ${settle('1', '2')}`);
  await expect(ledger.rows(settle('1', '2'))).rejects.toMatchObject({ code: 'GM004' });
  const undone = `begin; ${settle(null, '1')}; rollback; ${settle('1', '2')}`;
  await expect(ledger.rows(undone)).rejects.toMatchObject({ code: 'GM004' });
});
