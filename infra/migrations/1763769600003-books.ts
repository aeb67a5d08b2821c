import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The books: pledges, contributions and lots, and the double entry behind them. */
export class Books1763769600003 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table pledge (
        id          uuid primary key,
        member      text not null references member,
        material    text not null references material,
        state       text not null check (state in ('offered', 'accepted', 'fulfilled')),
        grams       bigint not null check (grams > 0),
        delivered   bigint not null default 0 check (delivered between 0 and grams),
        note        text,
        offered_by  uuid not null references principal,
        accepted_by uuid references principal,
        offered_at  timestamptz not null,
        check (accepted_by <> offered_by),
        check ((state = 'offered') = (accepted_by is null))
      );
      create index pledge_member on pledge (member, material);

      create table instalment (
        pledge_id uuid not null references pledge,
        ordinal   int not null check (ordinal > 0),
        due_date  date not null,
        grams     bigint not null check (grams > 0),
        primary key (pledge_id, ordinal)
      );

      create table contribution (
        id             uuid primary key,
        pledge_id      uuid not null references pledge,
        member         text not null references member,
        material       text not null references material,
        state          text not null check (state in ('received', 'accepted', 'rejected')),
        effective_date date not null,
        received_by    uuid not null references principal,
        decided_by     uuid references principal,
        reason         text,
        received_at    timestamptz not null,
        check (decided_by <> received_by),
        check ((state = 'received') = (decided_by is null))
      );
      create index contribution_pledge on contribution (pledge_id);

      create table lot (
        id              uuid primary key,
        contribution_id uuid not null unique references contribution,
        material        text not null,
        form            text not null,
        depot           text not null references depot,
        gross_grams     bigint not null check (gross_grams > 0),
        assay           text not null,
        contained_grams bigint not null check (contained_grams between 1 and gross_grams),
        received_on     date not null,
        foreign key (material, form) references form (material, code)
      );

      create table account (
        key         text primary key,
        material    text not null references material,
        kind        text not null,
        member      text references member,
        depot       text references depot,
        posted      bigint not null default 0,
        pending_out bigint not null default 0 check (pending_out >= 0),
        check (kind in ('outside', 'undertaken') or posted - pending_out >= 0)
      );
      create index account_material on account (material, kind);

      -- A lot's part of an account; the sum over lots equals the account, always.
      create table holding (
        lot_id      uuid not null references lot,
        account     text not null references account,
        posted      bigint not null default 0,
        pending_out bigint not null default 0 check (pending_out >= 0),
        primary key (lot_id, account),
        check (account like '%/outside/%' or posted - pending_out >= 0)
      );

      create table transfer (
        id             uuid primary key,
        entry_id       uuid not null references log_entry (id) deferrable initially deferred,
        kind           text not null check (kind in ('posted', 'pending', 'post', 'void')),
        pending_id     uuid references transfer,
        from_account   text not null references account,
        to_account     text not null references account,
        grams          bigint not null check (grams > 0),
        lot_id         uuid references lot,
        effective_date date not null,
        recorded_at    timestamptz not null,
        check (from_account <> to_account),
        check ((pending_id is not null) = (kind in ('post', 'void')))
      );
      create unique index transfer_ends_once on transfer (pending_id)
        where pending_id is not null;
      create index transfer_entry on transfer (entry_id);
      create trigger append_only before update or delete on transfer
        for each row execute function refuse_change();
      create trigger append_only_truncate before truncate on transfer
        for each statement execute function refuse_change();
      alter table transfer enable always trigger append_only;
      alter table transfer enable always trigger append_only_truncate;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop table transfer, holding, account, lot, contribution, instalment, pledge;
    `);
  }
}
