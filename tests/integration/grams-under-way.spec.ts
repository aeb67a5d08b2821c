import type { Client } from 'pg';
import { migrate } from '#platform/database/migrate';
import { emptyDatabase, migrateBefore, type EmptyDatabase } from '../support/database';

/** A pledge with a contribution in every state, and one without any, as they were stored before. */
const FORMER_ROWS = `
  insert into material values ('cobalt', 'Cobalt', 'Co', now());
  insert into form (code, material, name, contained_fraction, fraction_kind, hs_code, listed_at)
  values ('co_metal', 'cobalt', 'Cobalt metal', '1', 'grade', '810520', now());
  insert into member select code, code, '150', false, '1', now()
  from unnest(array['DEU', 'JPN']) as code;
  insert into principal (id, username, password_hash, role, created_at)
  select id(n), n, 'none', 'administrator', now() from generate_series(101, 103) n;
  insert into depot (unlocode, name, country, latitude, longitude, opened_at)
  values ('NLRTM', 'Rotterdam', 'NLD', '51.9', '4.5', now());
  insert into pledge (id, member, material, state, grams, delivered, offered_by, accepted_by,
                      offered_at)
  select id(n), 'DEU', 'cobalt', 'accepted', 1000, 32, id(101), id(102), now()
  from generate_series(1, 2) n;
  insert into contribution (id, pledge_id, member, material, state, expected_on, form, depot,
    gross_grams, assay, expected_grams, contained_grams, title, effective_date, notified_by,
    notified_at, received_by, received_at, decided_by)
  select id(10 + n), id(1), 'DEU', 'cobalt', state, '2026-01-01', 'co_metal', 'NLRTM', 500, '1',
    2 ^ n, case when n > 3 then 2 ^ n + 1 end, 'trust', '2026-01-01', id(101), now(),
    case when n > 3 then id(102) end, case when n > 3 then now() end,
    case when n > 5 then id(103) end
  from unnest(array['notified', 'notified', 'cancelled', 'received', 'received', 'accepted',
                    'rejected', 'reversed']) with ordinality as s (state, n);`;

let database: EmptyDatabase;
let client: Client;

beforeAll(async () => {
  database = await emptyDatabase();
  await migrateBefore(database.url, 'GramsUnderWay1763769600035');
  ({ client } = database);
  await client.query(`create function id(n bigint) returns uuid language sql immutable as
    $$ select ('019a0000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid $$`);
  await client.query(FORMER_ROWS);
  await migrate(database.url);
});

afterAll(() => database.drop());

it('counts what was announced and received before, and nothing that is decided', async () => {
  const { rows } = await client.query('select announced, received from pledge order by id');
  expect(rows).toEqual([
    { announced: `${2 + 4}`, received: `${16 + 1 + 32 + 1}` },
    { announced: '0', received: '0' },
  ]);
});

it.each([
  ['a member that is not the one of the pledge', `set member = 'JPN'`, 'contribution_of_pledge'],
  ['a pledge that is not there', 'set pledge_id = id(9)', 'contribution_of_pledge'],
])('refuses a contribution of %s', async (_what, change, constraint) => {
  await expect(client.query(`update contribution ${change}`)).rejects.toThrow(constraint);
});

it.each([
  ['less than nothing', 'announced = -1', 'pledge_announced_check'],
  ['less than nothing', 'received = -1', 'pledge_received_check'],
  ['more at the depots than is promised', 'received = 969', 'pledge_room'],
])('refuses %s under way', async (_what, change, constraint) => {
  await expect(client.query(`update pledge set ${change}`)).rejects.toThrow(constraint);
  await client.query('update pledge set received = 968 where id = id(2)');
});
