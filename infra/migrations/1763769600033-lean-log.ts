import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Appending in one statement, with one row of the inbox for all entries of a transaction; limits of
 * entries that are read once a connection; and batches that name the one before them.
 */
export class LeanLog1763769600033 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(INBOX);
    await db.query(LIMITS);
    await db.query(APPEND);
    await db.query(SETTLE);
  }

  /** The log in the form of before does the same, only slower, so that it need not come back. */
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
    entry_ids uuid[] not null
  );
  insert into log_unsequenced (entry_ids)
    select array_agg(entry_id order by seq) from former_inbox having count(*) > 0;
  alter table log_unsequenced add constraint log_unsequenced_key primary key (seq);
  drop table former_inbox;`;

const LIMITS = `
  do $$ declare former name; begin
    for former in select conname from pg_constraint
                  where conrelid = 'log_entry'::regclass and contype = 'c'
    loop
      execute format('alter table log_entry drop constraint %I', former);
    end loop;
  end $$;
  create domain log_salt as bytea check (length(value) = 16);
  create domain log_envelope as bytea check (length(value) <= 4096);
  create domain log_body as bytea check (length(value) <= 16777216);
  alter table log_entry
    alter column salt type log_salt,
    alter column envelope type log_envelope,
    alter column body type log_body;`;

/**
 * Entries in their order; envelopes and bodies are the bytes of canonical JSON. An id under which
 * a command was refused is no entry's, since group commits give theirs to the entry.
 */
const APPEND = `
  drop function log_append;
  create function log_append(
    ids uuid[], confidential boolean[], members text[], salts bytea[], envelopes bytea[],
    bodies bytea[]
  ) returns void language plpgsql as $$
  declare
    appended int;
  begin
    if cardinality(ids) = 0 then return; end if;
    with entered as (
      insert into log_entry (id, confidential, member, salt, envelope, body)
      select e.*
      from (select unnest(ids), unnest(confidential), unnest(members), unnest(salts),
                   unnest(envelopes), unnest(bodies))
        as e (id, is_confidential, member, salt, envelope, body)
      where not exists (select from command c where c.id = e.id)
      returning 1),
    queued as (insert into log_unsequenced (entry_ids) values (ids))
    select count(*) into appended from entered;
    if appended <> cardinality(ids) then
      raise exception 'a command was settled before' using errcode = 'GM002';
    end if;
  end $$;`;

/**
 * Called after the entries of the batch are appended. A batch that was decided on what an earlier
 * one would leave behind names it, and is refused where that one was not the last to be stored
 * over this connection. A command may be refused only under an id that no entry has, nor any
 * transfer.
 */
const SETTLE = `
  drop function books_settle;
  create function books_settle(
    written_at timestamptz, clock_checked boolean, previous text, batch text, refused uuid[],
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
    -- Two conditions, as one that holds a query is set up as a query even where it is not run.
    if refused is not null then
      if exists (select from transfer t where t.id = any (refused))
        or exists (select from log_entry e where e.id = any (refused))
      then
        raise exception 'a command was settled before' using errcode = 'GM002';
      end if;
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
