import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a batch of commands leaves behind besides its transfers and entries. */
export class GroupCommit1763769600006 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(SETTLE);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop function books_settle');
  }
}

/**
 * Stores outcomes that no transfer tells: refusals, and answers under a client's key. Called after
 * books_post, under the locks of the accounts that the commands were decided on, so that one
 * command is never both done and refused. The writer's clock may be a second off, no more.
 */
const SETTLE = `
  create function books_settle(
    written_at timestamptz, clock_checked boolean, done uuid[], refused uuid[],
    ids uuid[], principals text[], client_keys text[], routes text[], digests bytea[],
    outcomes text[], answers text
  ) returns void language plpgsql as $$
  begin
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
