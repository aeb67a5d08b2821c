import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What every write leaves behind: its outcome under the client's key, and one log entry. */
export class WritesAndLog1763769600001 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table command (
        id             uuid not null unique,
        principal      text not null,
        key            text not null check (length(key) between 1 and 200),
        route          text not null,
        request_digest bytea not null check (length(request_digest) = 32),
        outcome        text check (outcome in ('done', 'refused')),
        answer         text,
        recorded_at    timestamptz not null,
        primary key (principal, key)
      );

      create table log_entry (
        seq          bigint generated always as identity primary key,
        id           uuid not null unique,
        kind         text not null,
        member       text,
        command_id   uuid not null,
        confidential boolean not null,
        envelope     bytea not null check (length(envelope) <= 4096),
        body         bytea not null check (length(body) <= 16777216),
        salt         bytea not null check (length(salt) = 16),
        recorded_at  timestamptz not null
      );
      create index log_entry_command on log_entry (command_id);

      -- Committed entries that have no leaf yet: the sequencer's inbox.
      create table log_unsequenced (seq bigint primary key references log_entry);

      create table log_leaf (
        index bigint primary key check (index >= 0),
        seq   bigint not null unique references log_entry,
        hash  bytea not null check (length(hash) = 32)
      );

      create table log_checkpoint (
        size      bigint primary key check (size >= 0),
        root      bytea not null check (length(root) = 32),
        -- Roots of the perfect subtrees, so that a restart needs no scan.
        range     bytea not null check (length(range) % 32 = 0),
        note      text not null,
        signed_at timestamptz not null
      );

      -- The keys that signed, newest last; the private halves live outside the database.
      create table log_key (
        verifier_key text primary key,
        since        timestamptz not null default now()
      );

      -- An entry listed here shows its body only to the member it names, until it is unsealed.
      create table log_seal (
        entry_id uuid primary key references log_entry (id),
        subject  uuid not null
      );
      create index log_seal_subject on log_seal (subject);

      create function refuse_change() returns trigger language plpgsql as $$
      begin
        raise exception '% is append-only: % refused', tg_table_name, tg_op
          using errcode = 'restrict_violation';
      end $$;
    `);
    for (const table of ['log_entry', 'log_leaf', 'log_checkpoint']) {
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

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop table log_seal, log_key, log_checkpoint, log_leaf, log_unsequenced, log_entry, command;
      drop function refuse_change();
    `);
  }
}
