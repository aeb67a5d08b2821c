import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Files that bring in many rows at once: what was uploaded, found, decided and brought in. */
export class Imports1763769600009 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table import (
        id             uuid primary key,
        -- Whose it is: a member's code, or "trust" for what administrators bring in.
        owner          text not null,
        member         text references member,
        kind           text not null
                         check (kind in ('contributions', 'lots', 'baselines', 'pledges')),
        mode           text not null check (mode in ('all', 'valid')),
        state          text not null check (state in ('awaiting-file', 'uploaded', 'inspected',
                         'confirmed', 'checked', 'committing', 'committed', 'failed', 'cancelled')),
        file_name      text not null,
        file_type      text check (file_type in ('csv', 'xlsx')),
        file_bytes     bigint not null check (file_bytes > 0),
        file_digest    bytea not null check (length(file_digest) = 32),
        -- Which of the copies that were sent is the file; null until one was whole.
        upload         uuid,
        -- The copy with a column of errors, when there are any.
        error_file     uuid,
        -- JSON: what the worker found, what the user confirmed, why it failed.
        detected       text,
        format         text,
        problem        text,
        rows_total     int check (rows_total >= 0),
        rows_read      int not null default 0 check (rows_read >= 0),
        rows_valid     int not null default 0 check (rows_valid between 0 and rows_read),
        rows_refused   int not null default 0 check (rows_refused between 0 and rows_read),
        rows_committed int not null default 0 check (rows_committed between 0 and rows_read),
        -- The number of the last row of the file that is done with while committing.
        cursor         int not null default 0 check (cursor >= 0),
        -- Counts claims; the newest is the fence. tries counts those since there was progress.
        attempt        int not null default 0 check (attempt >= 0),
        tries          int not null default 0 check (tries >= 0),
        lease_until    timestamptz,
        nudged_at      timestamptz,
        -- Whose errors are shown: those of this attempt.
        errors_of      int not null default 0,
        opened_by      uuid not null references principal,
        -- Who confirmed or ordered last: in their name rows are checked and committed.
        acting         uuid not null references principal,
        opened_at      timestamptz not null,
        settled_at     timestamptz,
        check ((member is null) = (owner = 'trust')),
        check (member is null or owner = member),
        check ((kind = 'lots') = (owner = 'trust')),
        check (state = 'awaiting-file' or state = 'cancelled' or upload is not null),
        check ((settled_at is not null) = (state in ('committed', 'failed', 'cancelled')))
      );
      -- The same file is not brought in twice.
      create unique index import_same_file on import (owner, kind, file_digest)
        where state not in ('failed', 'cancelled');
      create index import_owner on import (owner, id);
      create index import_waiting on import (id)
        where state in ('uploaded', 'confirmed', 'committing');

      -- The bytes of a file, so that any process can serve and read it.
      create table import_chunk (
        import_id uuid not null references import,
        upload    uuid not null,
        ordinal   int not null check (ordinal >= 0),
        bytes     bytea not null check (length(bytes) between 1 and 1048576),
        stored_at timestamptz not null default now(),
        primary key (import_id, upload, ordinal)
      );
      alter table import_chunk alter column bytes set storage external;

      create table import_error (
        import_id uuid not null references import,
        attempt   int not null,
        row       int not null check (row > 0),
        place     int not null check (place >= 0),
        -- Its name, or its letters where the header gives none; null for the whole row.
        "column"  text,
        code      text not null,
        found     text not null,
        expected  text not null,
        primary key (import_id, attempt, row, place)
      );

      -- What was brought in, by a key of its own: the same row is not brought in twice.
      create table imported_row (
        owner     text not null,
        kind      text not null,
        key       bytea not null check (length(key) = 32),
        import_id uuid not null references import,
        row       int not null check (row > 0),
        subject   uuid not null,
        primary key (owner, kind, key)
      );
    `);
    await db.query(`
      create trigger append_only before update or delete on imported_row
        for each row execute function refuse_change();
      create trigger append_only_truncate before truncate on imported_row
        for each statement execute function refuse_change();
      alter table imported_row enable always trigger append_only;
      alter table imported_row enable always trigger append_only_truncate;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table imported_row, import_error, import_chunk, import');
  }
}
