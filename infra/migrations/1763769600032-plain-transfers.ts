import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Transfers whose form is checked by less: a kind of four bytes, rules that are short to read, and
 * references that are looked up as a set where there are any, instead of row by row at the end.
 */
export class PlainTransfers1763769600032 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(FORM);
    await db.query(VIEWS);
    await db.query(RULES);
    await db.query(POST);
  }

  /** The books in the form of before say the same, only longer, so that they need not come back. */
  async down(): Promise<void> {
    return Promise.resolve();
  }
}

/**
 * PostgreSQL reads the text of every rule of a table anew for each statement: so a table keeps the
 * few that hold for every row, and what only some have is checked where it is written. The order
 * of the kinds matters: what moves lies between `posted` and `post`, what ends a promise is `post`
 * or later.
 */
const FORM = `
  drop view posting, movement;
  do $$ declare former record; begin
    for former in select conrelid::regclass as owner, conname as name from pg_constraint
                  where conrelid in ('transfer'::regclass, 'account'::regclass)
                    and contype in ('c', 'f') and confrelid not in (
                      'material'::regclass, 'member'::regclass, 'depot'::regclass)
    loop
      execute format('alter table %s drop constraint %I', former.owner, former.name);
    end loop;
  end $$;
  create type transfer_kind as enum ('pending', 'posted', 'post', 'void', 'expire');
  create domain positive_grams as bigint check (value > 0);
  alter table transfer
    alter column kind type transfer_kind using kind::transfer_kind,
    alter column grams type positive_grams,
    alter column from_pending type positive_grams,
    add constraint transfer_moves check (
      (to_version is not null) = (kind between 'posted' and 'post' and from_account <> to_account)),
    add constraint transfer_within check (from_account <> to_account or to_lot_id is not null);
  alter table account add column guarded boolean;
  update account set guarded = kind not in ('outside', 'undertaken');
  alter table account
    alter column guarded set not null,
    add constraint account_limits check (
      pending_out >= 0 and (posted >= pending_out or not guarded));
  create function guard_account() returns trigger language plpgsql as $$
  begin
    new.guarded := new.kind not in ('outside', 'undertaken');
    return new;
  end $$;
  create trigger guarded before insert on account
    for each row execute function guard_account();`;

const VIEWS = `
  -- Transfers with the keys of their accounts.
  create view movement as
    select t.id, t.entry_id, t.kind, f.key as from_key, o.key as to_key, t.grams, t.lot_id,
           t.to_lot_id, t.effective_date, t.pending_id, t.reverses_id, t.expires_at,
           f.material
    from transfer t
    join account f on f.id = t.from_account
    join account o on o.id = t.to_account;

  -- The history of every account: what each transfer did to it, and what it left behind.
  create view posting as
    select from_account as account, from_version as version, id as transfer_id, entry_id,
           case when to_version is null then 0 else -grams end as posted_change,
           from_posted as posted, effective_date
    from transfer
    union all
    select to_account, to_version, id, entry_id, grams, to_posted, effective_date
    from transfer where to_version is not null;`;

/**
 * What only some transfers have: lots, and earlier transfers that they end or take back. None of
 * these ever goes away, so that seeing it once is enough.
 */
const RULES = `
  create function books_check(
    kinds transfer_kind[], froms int[], tos int[],
    lots uuid[], to_lots uuid[], ended uuid[], reversed uuid[], expiries timestamptz[]
  ) returns void language plpgsql as $$
  begin
    if exists (
      select from unnest(kinds, froms, tos, lots, to_lots, ended, reversed, expiries)
        as t (kind, from_account, to_account, lot, to_lot, ends, takes_back, expires)
      where (t.ends is not null) <> (t.kind >= 'post')
        or (t.takes_back is not null and t.kind <> 'posted')
        or (t.expires is not null and t.kind <> 'pending')
        or (t.from_account = t.to_account and t.kind <> 'posted')
        or (t.to_lot is not null and t.to_lot is not distinct from coalesce(t.lot, t.to_lot)))
    then
      raise exception 'a transfer has parts that do not go together'
        using errcode = 'check_violation';
    end if;
    if exists (select from unnest(lots || to_lots) as r (id)
               where r.id is not null and not exists (select from lot l where l.id = r.id))
      or exists (select from unnest(ended || reversed) as r (id)
                 where r.id is not null
                   and not exists (select from transfer t where t.id = r.id))
    then
      raise exception 'a transfer names a lot or a transfer that is not there'
        using errcode = 'foreign_key_violation';
    end if;
  end $$;`;

/**
 * `accounts` ascend. One that is missing or has moved on leaves the count short, which stops
 * everything. Whoever has not locked them before has the plan walk the list and look each up
 * (PipelinedConnection), so that all lock in one order. Blocks of 256 postings that the transfers
 * fill come with what each day got, or are read again where the writer does not know it.
 */
const POST = `
  drop function books_post;
  create function books_post(
    accounts int[], expected int[], versions int[], balances bigint[], promises bigint[],
    held_lots uuid[], held_accounts text[], held_balances bigint[], held_promises bigint[],
    ids uuid[], entries uuid[], kinds transfer_kind[], froms int[], tos int[], amounts bigint[],
    from_versions int[], from_balances bigint[], from_promises bigint[],
    to_versions int[], to_balances bigint[], dates date[],
    lots uuid[], to_lots uuid[], ended uuid[], reversed uuid[], expiries timestamptz[],
    full_accounts int[], full_blocks int[],
    day_accounts int[], days date[], day_blocks int[], changes bigint[]
  ) returns void language plpgsql as $$
  declare
    moved int;
  begin
    with entered as (
      insert into transfer (id, entry_id, kind, from_account, to_account, grams, from_version,
        from_posted, from_pending, to_version, to_posted, effective_date, lot_id, to_lot_id,
        pending_id, reverses_id, expires_at)
      select unnest(ids), unnest(entries), unnest(kinds), unnest(froms), unnest(tos),
        unnest(amounts), unnest(from_versions), unnest(from_balances), unnest(from_promises),
        unnest(to_versions), unnest(to_balances), unnest(dates), unnest(lots), unnest(to_lots),
        unnest(ended), unnest(reversed), unnest(expiries)),
    changed as (
      update account a set posted = b.posted, pending_out = b.pending, version = b.version
      from (select unnest(accounts), unnest(expected), unnest(versions), unnest(balances),
                   unnest(promises)) as b (id, expected, version, posted, pending)
      where a.id = b.id and a.version = b.expected
      returning 1)
    select count(*) into moved from changed;
    if moved <> cardinality(accounts) then
      raise exception 'an account has moved on' using errcode = 'GM001';
    end if;
    if cardinality(held_lots) > 0 then
      insert into holding (lot_id, account, posted, pending_out)
      select * from unnest(held_lots, held_accounts, held_balances, held_promises)
      on conflict (lot_id, account)
      do update set posted = excluded.posted, pending_out = excluded.pending_out;
    end if;
    if coalesce(lots, to_lots, ended, reversed) is not null or expiries is not null
      or kinds && '{post,void,expire}'
    then
      perform books_check(kinds, froms, tos, lots, to_lots, ended, reversed, expiries);
    end if;
    if expiries is not null then
      insert into pending_expiry (transfer_id, expires_at)
      select t.id, t.expires_at from unnest(ids, expiries) as t (id, expires_at)
      where t.expires_at is not null;
    end if;
    if ended is not null then
      delete from pending_expiry p where p.transfer_id = any (ended);
    end if;
    if full_accounts is not null then
      for place in 1 .. cardinality(full_accounts) loop
        perform roll_up_days(full_accounts[place], full_blocks[place], full_blocks[place] + 1);
      end loop;
      insert into account_day (account, day, block, posted)
      select f.account, f.day, f.block,
        sum(f.change) over (partition by f.account, f.day order by f.block) + coalesce((
          select d.posted from account_day d
          where d.account = f.account and d.day = f.day order by d.block desc limit 1), 0)
      from unnest(day_accounts, days, day_blocks, changes) as f (account, day, block, change);
    end if;
  end $$;`;
