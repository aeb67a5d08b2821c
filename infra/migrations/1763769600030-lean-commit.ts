import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The same commit with less work in it: accounts are checked and moved in one statement, the
 * inbox takes one row for all entries of a transaction, and a batch may name the one before it.
 */
export class LeanCommit1763769600030 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(INBOX);
    await db.query(APPEND);
    await db.query(POST);
    await db.query(SETTLE);
  }

  /** The books in the form of before do the same, only slower, so that they need not come back. */
  async down(): Promise<void> {
    return Promise.resolve();
  }
}

const INBOX = `
  alter table log_unsequenced rename to former_inbox;
  alter table former_inbox rename constraint log_unsequenced_key to former_inbox_key;

  -- Committed entries that have no leaf yet, in the order in which they were written.
  create table log_unsequenced (
    seq       bigint generated always as identity,
    entry_ids uuid[] not null check (cardinality(entry_ids) > 0)
  );
  insert into log_unsequenced (entry_ids)
    select array_agg(entry_id order by seq) from former_inbox having count(*) > 0;
  alter table log_unsequenced add constraint log_unsequenced_key primary key (seq);
  drop table former_inbox;`;

/** Entries in their order; envelopes and bodies are canonical JSON, which has no line breaks. */
const APPEND = `
  create or replace function log_append(
    ids uuid[], kinds text[], members text[], salts bytea[], envelopes text, bodies text
  ) returns void language plpgsql as $$
  begin
    if cardinality(ids) = 0 then return; end if;
    insert into log_entry (id, kind, member, salt, envelope, body)
    select e.id, e.kind, e.member, e.salt,
           convert_to(e.envelope, 'UTF8'), convert_to(e.body, 'UTF8')
    from unnest(ids, kinds, members, salts,
                string_to_array(envelopes, e'\\n'), string_to_array(bodies, e'\\n'))
      as e (id, kind, member, salt, envelope, body);
    insert into log_unsequenced (entry_ids) values (ids);
  end $$;`;

/**
 * `accounts` ascend. One that is missing or has moved on leaves the count short, which stops
 * everything. Whoever has not locked them before has the plan walk the list and look each up
 * (PipelinedConnection), so that all lock in one order.
 */
const POST = `
  create or replace function books_post(
    accounts int[], expected int[], versions int[], balances bigint[], promises bigint[],
    held_lots uuid[], held_accounts text[], held_balances bigint[], held_promises bigint[],
    ids uuid[], entries uuid[], kinds text[], froms int[], tos int[], amounts bigint[],
    from_versions int[], from_balances bigint[], from_promises bigint[],
    to_versions int[], to_balances bigint[], dates date[],
    lots uuid[], to_lots uuid[], ended uuid[], reversed uuid[], expiries timestamptz[]
  ) returns void language plpgsql as $$
  declare
    moved int;
  begin
    update account a set posted = b.posted, pending_out = b.pending, version = b.version
    from unnest(accounts, expected, versions, balances, promises)
      as b (id, expected, version, posted, pending)
    where a.id = b.id and a.version = b.expected;
    get diagnostics moved = row_count;
    if moved <> cardinality(accounts) then
      raise exception 'an account has moved on' using errcode = 'GM001';
    end if;
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
    for place in 1 .. cardinality(accounts) loop
      if expected[place] / 256 < versions[place] / 256 then
        perform roll_up_days(accounts[place], expected[place] / 256, versions[place] / 256);
      end if;
    end loop;
  end $$;`;

/**
 * As before, and in a chain: a batch that was decided on what an earlier one would leave behind
 * names it, and is refused where that one was not the last to be stored over this connection.
 */
const SETTLE = `
  drop function books_settle;
  create function books_settle(
    written_at timestamptz, clock_checked boolean, previous text, batch text,
    done uuid[], refused uuid[],
    ids uuid[], principals text[], client_keys text[], routes text[], digests bytea[],
    outcomes text[], answers text
  ) returns void language plpgsql as $$
  begin
    if previous <> coalesce(current_setting('books.batch', true), '') then
      raise exception 'the batch before this one was not stored' using errcode = 'GM004';
    end if;
    batch := set_config('books.batch', batch, false);
    if clock_checked and abs(extract(epoch from written_at - clock_timestamp())) > 1 then
      raise exception 'the clock of the writer is off' using errcode = 'GM003';
    end if;
    if exists (select from command c where c.id = any (done))
      or (refused is not null and exists (select from transfer t where t.id = any (refused)))
    then
      raise exception 'a command was settled before' using errcode = 'GM002';
    end if;
    if ids is not null then
      insert into command
        (id, principal, key, route, request_digest, outcome, answer, recorded_at)
      select c.id, c.principal, c.key, c.route, c.digest, c.outcome, c.answer, written_at
      from unnest(ids, principals, client_keys, routes, digests, outcomes,
                  string_to_array(answers, e'\\n'))
        as c (id, principal, key, route, digest, outcome, answer);
    end if;
  end $$;`;
