import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Entries without a second copy of their kind: beside the envelope stands only what readers are
 * admitted by. What was logged stays as it is, byte for byte.
 */
export class LeanEntries1763769600031 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(ENTRY);
  }

  /** The kinds stand in the envelopes. */
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
