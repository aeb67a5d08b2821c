import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Entries without a second copy of their kind: beside the envelope stands only what readers are
 * admitted by. What was logged stays as it is, byte for byte.
 */
export class LeanEntries1763769600031 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(ENTRY);
    await db.query(APPEND);
    await db.query(SETTLE);
  }

  /** The kinds stand in the envelopes; settling as above is right for the former entries too. */
  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop function log_append;
      alter table log_entry alter column confidential type text using entry_kind(envelope);
      alter table log_entry rename column confidential to kind;
      drop function entry_kind;
      alter index log_leaf_key reset (fillfactor);
    `);
    await db.query(FORMER_APPEND);
  }
}

/** Which kinds are confidential is said by the domain; these were until now. */
const ENTRY = `
  alter table log_entry alter column kind type boolean using kind in (
    'baseline-recorded', 'pledge-drafted', 'pledge-draft-dropped', 'need-stated',
    'allocation-frozen', 'allocation-proposed', 'import-opened', 'import-uploaded',
    'import-confirmed', 'import-commit-ordered', 'import-committed', 'import-cancelled');
  alter table log_entry rename column kind to confidential;

  -- Envelopes are plain ASCII without backslashes, which this encoding leaves as they are.
  create function entry_kind(envelope bytea) returns text
    language sql immutable strict parallel safe
    return encode(envelope, 'escape')::jsonb ->> 'kind';

  -- Indices only ascend, so that none ever comes into a page that is full.
  alter index log_leaf_key set (fillfactor = 100);`;

/** Entries in their order; envelopes and bodies are canonical JSON, which has no line breaks. */
const APPEND = `
  drop function log_append;
  create function log_append(
    ids uuid[], confidential boolean[], members text[], salts bytea[], envelopes text, bodies text
  ) returns void language plpgsql as $$
  begin
    if cardinality(ids) = 0 then return; end if;
    insert into log_entry (id, confidential, member, salt, envelope, body)
    select e.id, e.is_confidential, e.member, e.salt,
           convert_to(e.envelope, 'UTF8'), convert_to(e.body, 'UTF8')
    from unnest(ids, confidential, members, salts,
                string_to_array(envelopes, e'\\n'), string_to_array(bodies, e'\\n'))
      as e (id, is_confidential, member, salt, envelope, body);
    insert into log_unsequenced (entry_ids) values (ids);
  end $$;`;

/**
 * As before, and a command may be refused only under an id that no entry has: entries of commands
 * that only move grams have the id that the client chose.
 */
const SETTLE = `
  create or replace function books_settle(
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
      or (refused is not null
        and (exists (select from transfer t where t.id = any (refused))
          or exists (select from log_entry e where e.id = any (refused))))
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

const FORMER_APPEND = `
  create function log_append(
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
