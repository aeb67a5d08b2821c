import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The log and the books in the shape in which they stay small and quick: an entry says nothing
 * twice, and a transfer names its accounts by number and keeps the balances it left behind. So
 * any balance of the past is one look into an index, however long the history.
 */
export class CompactBooks1763769600005 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    for (const part of [LOG, LOG_APPEND, BOOKS, CONVERT, KEYS, VIEWS, DAYS, AS_OF, POST]) {
      await db.query(part);
    }
    for (const table of ['log_entry', 'log_leaf', 'transfer']) {
      await db.query(`
        create trigger append_only before update or delete on ${table}
          for each row execute function refuse_change();
        create trigger append_only_truncate before truncate on ${table}
          for each statement execute function refuse_change();
        alter table ${table} enable always trigger append_only;
        alter table ${table} enable always trigger append_only_truncate;
      `);
    }
  }

  /** What was dropped as said twice is not made up again: a backup leads back, not this. */
  down(): Promise<never> {
    return Promise.reject(new Error('The books do not go back to their former shape.'));
  }
}

/**
 * Kind, time, command and confidentiality stand in the envelope; what is kept beside it is what
 * readers are admitted by. The order of entries lives in the inbox, then in the leaves.
 */
const LOG = `
  alter table log_entry rename to former_entry;
  alter table log_leaf rename to former_leaf;
  alter table log_unsequenced rename to former_inbox;
  alter table log_seal drop constraint log_seal_entry_id_fkey;
  alter table award drop constraint award_entry_id_fkey;
  alter table former_leaf drop constraint log_leaf_seq_fkey;
  alter table former_inbox drop constraint log_unsequenced_seq_fkey;

  create table log_entry (
    id       uuid not null,
    kind     text not null,
    member   text,
    salt     bytea not null check (length(salt) = 16),
    envelope bytea not null check (length(envelope) <= 4096),
    body     bytea not null check (length(body) <= 16777216)
  );
  insert into log_entry (id, kind, member, salt, envelope, body)
    select id, kind, member, salt, envelope, body from former_entry order by seq;
  alter table log_entry add constraint log_entry_key primary key (id);
  alter table log_seal add foreign key (entry_id) references log_entry;
  alter table award add foreign key (entry_id) references log_entry
    deferrable initially deferred;

  -- Committed entries that have no leaf yet, in the order in which they were written.
  create table log_unsequenced (
    seq      bigint generated always as identity,
    entry_id uuid not null
  );
  insert into log_unsequenced (entry_id)
    select e.id from former_inbox u join former_entry e using (seq) order by u.seq;
  alter table log_unsequenced add constraint log_unsequenced_key primary key (seq);

  create table log_leaf (
    index    bigint not null check (index >= 0),
    entry_id uuid not null,
    hash     bytea not null check (length(hash) = 32)
  );
  insert into log_leaf (index, entry_id, hash)
    select l.index, e.id, l.hash from former_leaf l join former_entry e using (seq)
    order by l.index;
  alter table log_leaf
    add constraint log_leaf_key primary key (index),
    add constraint log_leaf_entry unique (entry_id),
    add foreign key (entry_id) references log_entry;`;

/** Entries in their order; envelopes and bodies are canonical JSON, which has no line breaks. */
const LOG_APPEND = `
  create function log_append(
    ids uuid[], kinds text[], members text[], salts bytea[], envelopes text, bodies text
  ) returns void language plpgsql as $$
  begin
    insert into log_entry (id, kind, member, salt, envelope, body)
    select id, kind, member, salt, convert_to(envelope, 'UTF8'), convert_to(body, 'UTF8')
    from unnest(ids, kinds, members, salts,
                string_to_array(envelopes, e'\\n'), string_to_array(bodies, e'\\n'))
      with ordinality as e (id, kind, member, salt, envelope, body, place)
    order by place;
    insert into log_unsequenced (entry_id)
    select id from unnest(ids) with ordinality as e (id, place) order by place;
  end $$;`;

/**
 * A posting is one side of a transfer: the n-th change of an account, with the balance after it.
 * What only promises, or takes a promise back, has no posting on `to`, nor has what stays within
 * one account.
 */
const BOOKS = `
  alter table account
    add column id int generated always as identity,
    -- How many postings the account has had; a writer that expects another number is refused.
    add column version int not null default 0 check (version >= 0);
  alter table account add constraint account_id unique (id);
  -- Every transfer updates two accounts in place: room on the page spares the indexes.
  alter table account set (fillfactor = 50);
  alter table holding set (fillfactor = 50);
  alter table earmark drop constraint earmark_transfer_id_fkey;
  alter table transfer rename to former_transfer;

  create table transfer (
    id             uuid not null,
    entry_id       uuid not null,
    grams          bigint not null check (grams > 0),
    from_posted    bigint not null,
    to_posted      bigint,
    from_account   int not null,
    to_account     int not null,
    from_version   int not null,
    to_version     int,
    effective_date date not null,
    kind           text not null
      check (kind in ('posted', 'pending', 'post', 'void', 'expire')),
    -- Null is nothing pending.
    from_pending   bigint check (from_pending > 0),
    lot_id         uuid references lot,
    to_lot_id      uuid references lot,
    pending_id     uuid,
    reverses_id    uuid,
    expires_at     timestamptz,
    check (from_account <> to_account or (to_lot_id is not null and kind = 'posted')),
    check (to_lot_id <> lot_id),
    check (to_lot_id is null or lot_id is not null),
    check ((pending_id is not null) = (kind in ('post', 'void', 'expire'))),
    check (reverses_id is null or kind = 'posted'),
    check (expires_at is null or kind = 'pending'),
    check ((to_version is null) = (to_posted is null)),
    check ((to_version is not null)
           = (kind in ('posted', 'post') and from_account <> to_account))
  );

  -- Open pending transfers that the worker ends when their time has come.
  create table pending_expiry (
    transfer_id uuid primary key,
    expires_at  timestamptz not null
  );
  create index pending_expiry_due on pending_expiry (expires_at);`;

/** Numbers the postings of each account in the order of the log, with the balances they left. */
const CONVERT = `
  with former as (
    select t.*, row_number() over (order by e.seq, t.ctid) as place
    from former_transfer t join former_entry e on e.id = t.entry_id),
  side as (
    select id, place, 'from' as side, from_account as account,
           case when kind in ('posted', 'post') then -grams else 0 end as posted,
           case kind when 'posted' then 0 when 'pending' then grams else -grams end as pending
    from former
    union all
    select id, place, 'to', to_account, grams, 0 from former where kind in ('posted', 'post')),
  running as (
    select id, side, row_number() over history as version,
           sum(posted) over history as posted, sum(pending) over history as pending
    from side window history as (partition by account order by place))
  insert into transfer (id, entry_id, grams, from_posted, to_posted, from_account, to_account,
    from_version, to_version, effective_date, kind, from_pending, lot_id, pending_id)
  select t.id, t.entry_id, t.grams, f.posted, o.posted, a.id, b.id, f.version, o.version,
         t.effective_date, t.kind, nullif(f.pending, 0), t.lot_id, t.pending_id
  from former t
  join running f on f.id = t.id and f.side = 'from'
  left join running o on o.id = t.id and o.side = 'to'
  join account a on a.key = t.from_account
  join account b on b.key = t.to_account
  order by t.place;

  update account a set version = v.version
  from (select account, max(version) as version from (
          select from_account as account, from_version as version from transfer
          union all
          select to_account, to_version from transfer where to_version is not null) as p
        group by account) as v
  where v.account = a.id;
  drop table former_transfer, former_leaf, former_inbox;
  drop table former_entry;`;

const KEYS = `
  alter table transfer
    add constraint transfer_key primary key (id),
    add constraint transfer_from unique (from_account, from_version),
    add constraint transfer_to unique (to_account, to_version),
    add foreign key (entry_id) references log_entry deferrable initially deferred,
    add foreign key (pending_id) references transfer,
    add foreign key (reverses_id) references transfer;
  create unique index transfer_ends_once on transfer (pending_id) where pending_id is not null;
  create unique index transfer_reversed_once on transfer (reverses_id)
    where reverses_id is not null;
  alter table earmark add foreign key (transfer_id) references transfer;
  alter table pending_expiry add foreign key (transfer_id) references transfer;`;

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
 * Sums by effective day, so that a balance by legal date reads days and not transfers. Every 256
 * postings of an account are a block; a row holds what the day has come to by the end of its
 * block, and stands only where the block changed the day. The newest postings are in no block yet.
 */
const DAYS = `
  create table account_day (
    account int not null references account (id),
    day     date not null,
    block   int not null check (block >= 0),
    posted  bigint not null,
    primary key (account, day, block)
  );

  create function roll_up_days(of_account int, first_block int, end_block int)
  returns void language plpgsql as $$
  begin
    for b in first_block .. end_block - 1 loop
      insert into account_day (account, day, block, posted)
      select of_account, p.effective_date, b, sum(p.posted_change) + coalesce((
          select d.posted from account_day d
          where d.account = of_account and d.day = p.effective_date
          order by d.block desc limit 1), 0)
      from posting p
      where p.account = of_account and p.version > b * 256 and p.version <= (b + 1) * 256
        and p.posted_change <> 0
      group by p.effective_date;
    end loop;
  end $$;
  select roll_up_days(id, 0, version / 256) from account where version >= 256;`;

const AS_OF = `
  -- How many postings the account had once the log had come to this index.
  create function version_at(of_account int, at_index bigint)
  returns int language plpgsql stable as $$
  declare
    low int := 0;
    high int;
    middle int;
    place bigint;
  begin
    select version into high from account where id = of_account;
    middle := high; -- Most ask about the present.
    while low < high loop
      select l.index into place
      from posting p left join log_leaf l on l.entry_id = p.entry_id
      where p.account = of_account and p.version = middle;
      if place <= at_index then low := middle; else high := middle - 1; end if;
      middle := (low + high + 1) / 2;
    end loop;
    return low;
  end $$;

  -- What the account held and had promised after so many postings.
  create function balance_at(of_account int, at_version int, out posted bigint, out pending bigint)
  language sql stable as $$
    select coalesce((select p.posted from posting p
                     where p.account = of_account and p.version = at_version), 0),
           coalesce((select t.from_pending from transfer t
                     where t.from_account = of_account and t.from_version <= at_version
                     order by t.from_version desc limit 1), 0)
  $$;

  -- What the first so many postings come to on one effective day.
  create function day_sum(of_account int, of_day date, at_version int)
  returns bigint language sql stable as $$
    select (coalesce((select d.posted from account_day d
                      where d.account = of_account and d.day = of_day
                        and d.block < at_version / 256 order by d.block desc limit 1), 0)
          + coalesce((select sum(p.posted_change) from posting p
                      where p.account = of_account and p.version > at_version / 256 * 256
                        and p.version <= at_version and p.effective_date = of_day), 0))::bigint
  $$;

  -- What those postings come to up to an effective day: all of them, less what counts from later.
  create function balance_on(of_account int, on_day date, at_version int)
  returns bigint language sql stable as $$
    with recursive later (day) as (
      select min(d.day) from account_day d where d.account = of_account and d.day > on_day
      union all
      select (select min(d.day) from account_day d
              where d.account = of_account and d.day > later.day)
      from later where later.day is not null)
    select ((select b.posted from balance_at(of_account, at_version) b)
          - coalesce((select sum(d.posted) from later cross join lateral (
                        select a.posted from account_day a
                        where a.account = of_account and a.day = later.day
                          and a.block < at_version / 256 order by a.block desc limit 1) d), 0)
          - coalesce((select sum(p.posted_change) from posting p
                      where p.account = of_account and p.version > at_version / 256 * 256
                        and p.version <= at_version and p.effective_date > on_day), 0))::bigint
  $$;`;

/**
 * Accounts first, in the order of their numbers: a lot's part of an account changes only under the
 * lock of the account. A version that was not expected stops everything.
 */
const POST = `
  create function books_lock(accounts int[], account_keys text[], lots uuid[])
  returns table (id int, key text, version int, lot uuid, posted bigint, pending_out bigint)
  language plpgsql as $$
  begin
    return query
      select a.id, a.key, a.version, null::uuid, a.posted, a.pending_out
      from account a where a.id = any (accounts) order by a.id for update;
    return query
      select null::int, h.account, null::int, h.lot_id, h.posted, h.pending_out
      from holding h where h.lot_id = any (lots) and h.account = any (account_keys);
  end $$;

  create function books_post(
    accounts int[], expected int[], versions int[], balances bigint[], promises bigint[],
    held_lots uuid[], held_accounts text[], held_balances bigint[], held_promises bigint[],
    ids uuid[], entries uuid[], kinds text[], froms int[], tos int[], amounts bigint[],
    from_versions int[], from_balances bigint[], from_promises bigint[],
    to_versions int[], to_balances bigint[], dates date[],
    lots uuid[], to_lots uuid[], ended uuid[], reversed uuid[], expiries timestamptz[]
  ) returns void language plpgsql as $$
  begin
    if exists (
      select from unnest(accounts, expected) as e (id, version)
      left join (select a.id, a.version from account a where a.id = any (accounts)
                 order by a.id for update) as now using (id)
      where now.version is distinct from e.version)
    then
      raise exception 'an account has moved on' using errcode = 'GM001';
    end if;
    update account a set posted = b.posted, pending_out = b.pending, version = b.version
    from unnest(accounts, versions, balances, promises) as b (id, version, posted, pending)
    where a.id = b.id and a.version <> b.version;
    insert into holding (lot_id, account, posted, pending_out)
    select * from unnest(held_lots, held_accounts, held_balances, held_promises)
    on conflict (lot_id, account)
    do update set posted = excluded.posted, pending_out = excluded.pending_out;
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
