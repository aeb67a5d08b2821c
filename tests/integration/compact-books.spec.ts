import type { Client } from 'pg';
import { migrate } from '#platform/database/migrate';
import { emptyDatabase, migrateBefore, type EmptyDatabase } from '../support/database';

/** Books of the shape before: two accounts, one lot, 600 transfers on three legal days. */
const FORMER_ROWS = `
  insert into material values ('cobalt', 'Cobalt', 'Co', now());
  insert into account (key, material, kind, posted, pending_out)
  values ('cobalt/outside/-/-', 'cobalt', 'outside', -597000, 0),
         ('cobalt/reserve-free/-/-', 'cobalt', 'reserve-free', 596000, 500),
         ('cobalt/reserve-hold/-/-', 'cobalt', 'reserve-hold', 1000, 0),
         ('cobalt/loss/-/-', 'cobalt', 'loss', 0, 0);
  insert into log_entry
    (id, kind, member, command_id, confidential, envelope, body, salt, recorded_at)
  select id(n), case when n = 7 then 'need-stated' else 'contribution-accepted' end,
         null, id(n), n = 7, convert_to('{"n":"' || n || '"}', 'UTF8'), '{}',
         substring(sha256('') for 16), now()
  from generate_series(1, 600) n;
  insert into log_leaf (index, seq, hash)
  select seq - 1, seq, sha256(envelope) from log_entry where seq <= 598;
  insert into log_unsequenced select seq from log_entry where seq > 598;
  insert into log_seal values (id(7), id(7));
  insert into transfer (id, entry_id, kind, pending_id, from_account, to_account, grams,
                        effective_date, recorded_at)
  select id(n), id(n), 'posted', null, 'cobalt/outside/-/-', 'cobalt/reserve-free/-/-', 1000,
         date '2024-06-30' + (n % 3), now()
  from generate_series(1, 597) n;
  insert into transfer (id, entry_id, kind, pending_id, from_account, to_account, grams,
                        effective_date, recorded_at)
  values
    (id(598), id(598), 'pending', null, 'cobalt/reserve-free/-/-', 'cobalt/reserve-hold/-/-', 1000,
     '2024-07-01', now()),
    (id(599), id(599), 'pending', null, 'cobalt/reserve-free/-/-', 'cobalt/reserve-hold/-/-', 500,
     '2024-07-01', now()),
    (id(600), id(600), 'post', id(598), 'cobalt/reserve-free/-/-', 'cobalt/reserve-hold/-/-', 1000,
     '2024-07-01', now());`;

let database: EmptyDatabase;
let client: Client;

beforeAll(async () => {
  database = await emptyDatabase();
  await migrateBefore(database.url, 'CompactBooks1763769600005');
  ({ client } = database);
  await client.query(`create function id(n int) returns uuid language sql immutable as
    $$ select ('019a0000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid $$`);
  await client.query(FORMER_ROWS);
  await migrate(database.url);
});

afterAll(() => database.drop());

async function rows<Row>(sql: string): Promise<Row[]> {
  return (await client.query(sql)).rows as Row[];
}

it('keeps every entry, leaf, seal and what waits in the inbox', async () => {
  const log = await rows<{ index: string; id: string; text: string; right: boolean }>(
    `select l.index, e.id, convert_from(e.envelope, 'UTF8') as text, l.hash = sha256(e.envelope)
       as right from log_leaf l join log_entry e on e.id = l.entry_id order by l.index`,
  );
  expect(log).toHaveLength(598);
  expect(log.every(({ index, text }) => text === `{"n":"${BigInt(index) + 1n}"}`)).toBe(true);
  expect(log.every(({ right }) => right)).toBe(true);
  expect(await rows('select id from log_entry where confidential')).toEqual(
    await rows('select id(7) as id'),
  );
  expect(await rows('select entry_id = id(7) as right from log_seal')).toEqual([{ right: true }]);
  expect(
    await rows('select entry_ids = array[id(599), id(600)] as right from log_unsequenced'),
  ).toEqual([{ right: true }]);
});

it('numbers the postings of each account and keeps the balance after each', async () => {
  const wrong = await rows(
    `select * from (
       select p.*, sum(posted_change) over history as sum, row_number() over history as n
       from posting p window history as (partition by account order by version)) as p
     where posted <> sum or version <> n`,
  );
  expect(wrong).toEqual([]);
  const accounts = await rows(
    `select a.key, a.version, b.posted = a.posted and b.pending = a.pending_out as agrees
     from account a cross join lateral balance_at(a.id, a.version) b order by a.id`,
  );
  expect(accounts).toEqual([
    { key: 'cobalt/outside/-/-', version: 597, agrees: true },
    { key: 'cobalt/reserve-free/-/-', version: 600, agrees: true },
    { key: 'cobalt/reserve-hold/-/-', version: 1, agrees: true },
    { key: 'cobalt/loss/-/-', version: 0, agrees: true },
  ]);
});

it('knows what was held as of an entry and of a legal day', async () => {
  const [free] = await rows(
    `select version_at(id, 99) as at_100, version_at(id, 597) as integrated,
            version_at(id, 1000) as later,
            balance_on(id, '2024-06-30', 600) as first_day,
            balance_on(id, '2024-06-29', 600) as none,
            balance_on(id, '2024-07-01', 300) as half, balance_on(id, '2024-07-02', 600) as all
     from account where kind = 'reserve-free'`,
  );
  expect(free).toEqual({
    ...{ at_100: 100, integrated: 598, later: 598 },
    ...{ first_day: '199000', none: '0', half: '200000', all: '596000' },
  });
});

it('still refuses any change to a transfer, and a second end', async () => {
  await expect(rows('update transfer set grams = 1')).rejects.toThrow('append-only');
  const again = rows(
    `insert into transfer (id, entry_id, grams, from_posted, from_account, to_account,
       from_version, effective_date, kind, pending_id)
     select id(601), id(600), grams, 0, from_account, to_account, 601, effective_date, 'void',
            id(598) from transfer where id = id(598)`,
  );
  await expect(again).rejects.toThrow('transfer_ends_once');
});
