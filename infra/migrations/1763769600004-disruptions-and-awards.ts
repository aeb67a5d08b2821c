import type { MigrationInterface, QueryRunner } from 'typeorm';

/** From the release rule to the debt: what opens the reserve, who gets what, what is owed. */
export class DisruptionsAndAwards1763769600004 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table release_rule (
        id           uuid primary key,
        name         text not null,
        version      int not null unique check (version > 0),
        state        text not null check (state in ('proposed', 'in-force', 'superseded')),
        parameters   text not null,
        proposed_by  uuid not null references principal,
        in_force_by  uuid references principal,
        proposed_at  timestamptz not null,
        check (in_force_by <> proposed_by),
        check ((state = 'proposed') = (in_force_by is null))
      );
      create unique index release_rule_one_in_force on release_rule ((true))
        where state = 'in-force';

      create table disruption (
        id          uuid primary key,
        reference   text not null unique,
        title       text not null,
        material    text not null references material,
        cause       text not null,
        state       text not null check (state in ('draft', 'proposed', 'declared', 'needs-open',
                      'needs-closed', 'allocating', 'closed')),
        starts_on   date not null,
        ends_on     date,
        declared_on date,
        suppliers   text not null,
        evidence    text not null,
        proposed_by uuid references principal,
        declared_by uuid references principal,
        drafted_at  timestamptz not null,
        check (declared_by <> proposed_by),
        check ((state = 'draft') = (proposed_by is null)),
        check (ends_on >= starts_on),
        check ((state in ('draft', 'proposed')) = (declared_by is null)),
        check ((declared_by is null) = (declared_on is null))
      );

      -- A need may be restated while the window is open; the newest revision holds.
      create table need (
        disruption_id uuid not null references disruption,
        member        text not null references member,
        revision      int not null check (revision > 0),
        grams         bigint not null check (grams >= 0),
        essential     bigint not null check (essential between 0 and grams),
        stated_by     uuid not null references principal,
        stated_at     timestamptz not null,
        primary key (disruption_id, member, revision)
      );

      create table allocation_run (
        id              uuid primary key,
        disruption_id   uuid not null references disruption,
        material        text not null references material,
        release_rule_id uuid not null references release_rule,
        state           text not null check (state in ('queued', 'running', 'proposed', 'approved',
                          'published', 'rejected', 'failed')),
        attempt         int not null default 0 check (attempt >= 0),
        lease_until     timestamptz,
        snapshot        text,
        snapshot_digest text,
        result          text,
        reason          text,
        started_by      uuid not null references principal,
        decided_by      uuid references principal,
        queued_at       timestamptz not null,
        proposed_at     timestamptz,
        published_at    timestamptz,
        check (decided_by <> started_by),
        check (state not in ('approved', 'published') or decided_by is not null),
        check (state not in ('proposed', 'approved', 'published') or result is not null)
      );
      create unique index allocation_run_one_live on allocation_run (disruption_id)
        where state not in ('rejected', 'failed');

      create table earmark (
        transfer_id uuid primary key references transfer,
        run_id      uuid not null references allocation_run,
        member      text not null references member,
        lot_id      uuid not null references lot,
        depot       text not null references depot,
        grams       bigint not null check (grams > 0)
      );
      create index earmark_run on earmark (run_id, member);

      create table award (
        id           uuid primary key,
        run_id       uuid not null references allocation_run,
        member       text not null references member,
        material     text not null references material,
        grams        bigint not null check (grams > 0),
        ordered      bigint not null default 0 check (ordered between 0 and grams),
        collected    bigint not null default 0 check (collected between 0 and ordered),
        state        text not null check (state in ('published', 'accepted', 'drawing', 'drawn')),
        entry_id     uuid not null references log_entry (id) deferrable initially deferred,
        published_at timestamptz not null,
        unique (run_id, member)
      );

      create table drawdown (
        id           uuid primary key,
        award_id     uuid not null references award,
        member       text not null references member,
        material     text not null references material,
        grams        bigint not null check (grams > 0),
        state        text not null check (state in ('ordered', 'released', 'collected')),
        ordered_by   uuid not null references principal,
        released_by  uuid references principal,
        collected_by uuid references principal,
        ordered_at   timestamptz not null,
        check (released_by <> ordered_by),
        check ((state = 'ordered') = (released_by is null)),
        check ((state = 'collected') = (collected_by is not null))
      );

      create table drawdown_line (
        drawdown_id uuid not null references drawdown,
        lot_id      uuid not null references lot,
        depot       text not null references depot,
        grams       bigint not null check (grams > 0),
        primary key (drawdown_id, lot_id)
      );

      create table replenishment (
        id          uuid primary key,
        drawdown_id uuid not null unique references drawdown,
        member      text not null references member,
        material    text not null references material,
        grams       bigint not null check (grams > 0),
        due_date    date not null,
        state       text not null check (state in ('owed', 'returned')),
        owed_at     timestamptz not null
      );

      -- Outbox of the queue: a job is only a nudge, this row and the run's row are the truth.
      create table nudge (
        id         bigint generated always as identity primary key,
        run_id     uuid not null references allocation_run,
        attempt    int not null,
        created_at timestamptz not null default now(),
        sent_at    timestamptz
      );
      create index nudge_unsent on nudge (id) where sent_at is null;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop table nudge, replenishment, drawdown_line, drawdown, award, earmark, allocation_run,
        need, disruption, release_rule;
    `);
  }
}
