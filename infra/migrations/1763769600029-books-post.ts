import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The same `books_post` with work that grows with the accounts and not with their square: the
 * versions found are compared as one list, and lots are written only where there are any.
 */
export class BooksPost1763769600029 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(POST);
  }

  /** The function before it does the same, only slower, so that it need not come back. */
  async down(): Promise<void> {
    return Promise.resolve();
  }
}

/** `accounts` ascend; an account that is missing makes the lists differ in length. */
const POST = `
  create or replace function books_post(
    accounts int[], expected int[], versions int[], balances bigint[], promises bigint[],
    held_lots uuid[], held_accounts text[], held_balances bigint[], held_promises bigint[],
    ids uuid[], entries uuid[], kinds text[], froms int[], tos int[], amounts bigint[],
    from_versions int[], from_balances bigint[], from_promises bigint[],
    to_versions int[], to_balances bigint[], dates date[],
    lots uuid[], to_lots uuid[], ended uuid[], reversed uuid[], expiries timestamptz[]
  ) returns void language plpgsql as $$
  begin
    if expected is distinct from coalesce((
      select array_agg(now.version order by now.id)
      from (select a.id, a.version from account a where a.id = any (accounts)
            order by a.id for update) as now), '{}')
    then
      raise exception 'an account has moved on' using errcode = 'GM001';
    end if;
    update account a set posted = b.posted, pending_out = b.pending, version = b.version
    from unnest(accounts, versions, balances, promises) as b (id, version, posted, pending)
    where a.id = b.id and a.version <> b.version;
    if cardinality(held_lots) > 0 then
      insert into holding (lot_id, account, posted, pending_out)
      select * from unnest(held_lots, held_accounts, held_balances, held_promises)
      on conflict (lot_id, account)
      do update set posted = excluded.posted, pending_out = excluded.pending_out;
    end if;
    insert into transfer (id, entry_id, kind, from_account, to_account, grams, from_version,
      from_posted, from_pending, to_version, to_posted, effective_date, lot_id, to_lot_id,
      pending_id, reverses_id, expires_at)
    select * from unnest(ids, entries, kinds, froms, tos, amounts, from_versions, from_balances,
      from_promises, to_versions, to_balances, dates, lots, to_lots, ended, reversed, expiries);
    if expiries is not null then
      insert into pending_expiry (transfer_id, expires_at)
      select t.id, t.expires_at from unnest(ids, expiries) as t (id, expires_at)
      where t.expires_at is not null;
    end if;
    if ended is not null then
      delete from pending_expiry p where p.transfer_id = any (ended);
    end if;
    perform roll_up_days(v.id, v.before / 256, v.after / 256)
    from unnest(accounts, expected, versions) as v (id, before, after)
    where v.before / 256 < v.after / 256;
  end $$;`;
