import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who was told of what, and the ways by which notices leave the house. */
export class Notices1763769600046 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- One notice of an entry for each recipient: a member's code, or 'trust'.
      create table notice (
        recipient   text not null check (recipient ~ '^([A-Z]{3}|trust)$'),
        entry_id    uuid not null references log_entry (id) deferrable initially deferred,
        kind        text not null,
        about       text not null,
        recorded_at timestamptz not null,
        primary key (recipient, entry_id)
      );

      -- What each person has read; it belongs to nobody else's history.
      create table notice_read (
        principal uuid not null references principal,
        recipient text not null,
        entry_id  uuid not null,
        read_at   timestamptz not null,
        primary key (principal, entry_id),
        foreign key (recipient, entry_id) references notice
      );

      create table channel (
        id            uuid primary key,
        recipient     text not null check (recipient ~ '^([A-Z]{3}|trust)$'),
        kind          text not null check (kind in ('webhook', 'e-mail')),
        target        text not null,
        state         text not null check (state in ('active', 'disabled', 'removed')),
        failing_since timestamptz,
        opened_by     uuid not null references principal,
        opened_at     timestamptz not null
      );
      create index channel_recipient on channel (recipient, id) where state <> 'removed';

      create table channel_secret (
        channel_id uuid not null references channel,
        made_at    timestamptz not null,
        secret     bytea not null check (length(secret) = 32),
        until      timestamptz,
        primary key (channel_id, secret)
      );

      -- The outbox: written with the entry, emptied by workers.
      create table channel_delivery (
        channel_id uuid not null references channel,
        entry_id   uuid not null,
        state      text not null check (state in ('waiting', 'delivered', 'given-up')),
        attempts   int not null default 0,
        next_at    timestamptz not null,
        primary key (channel_id, entry_id)
      );
      create index channel_delivery_waiting on channel_delivery (next_at) where state = 'waiting';

      create table channel_attempt (
        channel_id uuid not null,
        entry_id   uuid not null,
        attempt    int not null,
        ended_at   timestamptz not null,
        status     int,
        fault      text,
        primary key (channel_id, entry_id, attempt),
        foreign key (channel_id, entry_id) references channel_delivery
      );
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop table channel_attempt, channel_delivery, channel_secret, channel, notice_read, notice`);
  }
}
