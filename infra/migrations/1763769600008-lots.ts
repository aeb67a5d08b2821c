import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The life of a contribution and its lots, from the notice to the last gram. */
export class Lots1763769600008 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table sourcing_rule (
        id          uuid primary key,
        material    text not null references material,
        version     int not null check (version > 0),
        state       text not null check (state in ('proposed', 'in-force', 'superseded')),
        -- Standards of which one must attest the origin; none: no attestation is asked for.
        standards   text[] not null,
        requires    text[] not null check (requires <@ array['mine', 'refiner', 'country']),
        proposed_by uuid not null references principal,
        in_force_by uuid references principal,
        proposed_at timestamptz not null,
        unique (material, version),
        check (in_force_by <> proposed_by),
        check ((state = 'proposed') = (in_force_by is null))
      );
      create unique index sourcing_rule_one_in_force on sourcing_rule (material)
        where state = 'in-force';

      -- What the member announces. Contributions from before there were notices have no notifier.
      alter table contribution
        add column expected_on     date,
        add column form            text,
        add column depot           text references depot,
        add column gross_grams     bigint check (gross_grams > 0),
        add column assay           text,
        add column expected_grams  bigint check (expected_grams > 0),
        add column contained_grams bigint check (contained_grams > 0),
        add column package_unit    text,
        add column package_count   bigint check (package_count > 0),
        add column provenance      text,
        add column title           text check (title in ('trust', 'member')),
        add column notified_by     uuid references principal,
        add column notified_at     timestamptz;
      update contribution c set expected_on = c.effective_date, form = l.form, depot = l.depot,
        gross_grams = l.gross_grams, assay = l.assay, expected_grams = l.contained_grams,
        contained_grams = l.contained_grams, title = 'trust', notified_at = c.received_at
        from lot l where l.contribution_id = c.id;
      alter table contribution
        alter column expected_on set not null,
        alter column form set not null,
        alter column depot set not null,
        alter column gross_grams set not null,
        alter column assay set not null,
        alter column expected_grams set not null,
        alter column title set not null,
        alter column notified_at set not null,
        alter column received_by drop not null,
        alter column received_at drop not null,
        drop constraint contribution_state_check,
        drop constraint contribution_check1,
        add foreign key (material, form) references form (material, code),
        add constraint contribution_states check (state in
          ('notified', 'received', 'accepted', 'rejected', 'cancelled', 'reversed')),
        add constraint contribution_receipt_by_state
          check ((state in ('notified', 'cancelled')) = (received_by is null)),
        add constraint contribution_receipt_whole
          check ((received_by is null) = (received_at is null)),
        add constraint contribution_decision_by_state
          check ((state in ('accepted', 'rejected', 'reversed')) = (decided_by is not null)),
        add check (received_by <> notified_by),
        add check (decided_by <> notified_by),
        add check ((received_by is null) = (contained_grams is null)),
        add check ((package_unit is null) = (package_count is null));
      -- What is spoken for against a pledge is summed by every notice and receipt.
      create index contribution_open on contribution (pledge_id)
        include (state, expected_grams, contained_grams) where state in ('notified', 'received');

      create table contribution_reversal (
        id              uuid primary key,
        contribution_id uuid not null references contribution,
        reason          text not null,
        proposed_by     uuid not null references principal,
        confirmed_by    uuid references principal,
        proposed_at     timestamptz not null,
        check (confirmed_by <> proposed_by)
      );
      create index contribution_reversal_of on contribution_reversal (contribution_id);

      -- Facts of a lot as it began; what went into other lots is counted beside them.
      alter table lot
        alter column contribution_id drop not null,
        add column entry_id          uuid references log_entry (id) deferrable initially deferred,
        add column gross_out         bigint not null default 0,
        add column contained_out     bigint not null default 0,
        add column assay_uncertainty text,
        add column assay_certificate text check (assay_certificate ~ '^[0-9a-f]{64}$'),
        add column package_unit      text,
        add column package_count     bigint check (package_count > 0),
        add column packages_out      bigint not null default 0,
        add column provenance        text not null default '[]',
        add column storage           text,
        add column best_before       date,
        -- The member that keeps the title; null: the Trust's.
        add column title_holder      text references member;
      update lot l set entry_id = e.id from log_entry e
        where e.kind = 'contribution-received'
          and convert_from(e.body, 'UTF8')::jsonb #>> '{lot,id}' = l.id::text;
      alter table lot
        alter column entry_id set not null,
        add check (contained_out between 0 and contained_grams),
        add check (gross_out between 0 and gross_grams),
        add check (contained_grams - contained_out <= gross_grams - gross_out),
        add check ((contained_out = contained_grams) = (gross_out = gross_grams)),
        add check ((package_unit is null) = (package_count is null)),
        add check (packages_out between 0 and coalesce(package_count, 0));
      create index lot_place on lot (material, depot, id);

      create table lot_move (
        id            uuid primary key,
        lot_id        uuid not null references lot,
        from_depot    text not null references depot,
        to_depot      text not null references depot,
        grams         bigint not null check (grams > 0),
        dispatched_on date not null,
        dispatched_by uuid not null references principal,
        arrived_grams bigint check (arrived_grams between 0 and grams),
        arrived_on    date,
        arrived_by    uuid references principal,
        -- Why less arrived than was sent.
        reason        text,
        check (from_depot <> to_depot),
        check (arrived_by <> dispatched_by),
        check ((arrived_by is null) = (arrived_grams is null)),
        check ((arrived_by is null) = (arrived_on is null)),
        check (arrived_grams is null or arrived_grams = grams or reason is not null)
      );
      create unique index lot_move_one_under_way on lot_move (lot_id) where arrived_by is null;

      create table lot_objection (
        id          uuid primary key,
        lot_id      uuid not null references lot,
        state       text not null check (state in ('raised', 'held', 'released')),
        statement   text not null,
        raised_by   uuid not null references principal,
        raised_at   timestamptz not null,
        held_by     uuid references principal,
        held_grams  bigint check (held_grams > 0),
        released_by uuid references principal,
        reason      text,
        check (held_by <> raised_by),
        check (released_by <> held_by),
        check ((state = 'raised') = (held_by is null)),
        check ((held_by is null) = (held_grams is null)),
        check ((state = 'released') = (released_by is not null)),
        check ((released_by is null) = (reason is null))
      );
      create index lot_objection_of on lot_objection (lot_id);
      create unique index lot_objection_one_hold on lot_objection (lot_id) where state = 'held';

      create table lot_loss (
        id           uuid primary key,
        lot_id       uuid not null references lot,
        grams        bigint not null check (grams > 0),
        reason       text not null,
        effective_on date not null,
        proposed_by  uuid not null references principal,
        proposed_at  timestamptz not null,
        confirmed_by uuid references principal,
        check (confirmed_by <> proposed_by)
      );
      create index lot_loss_of on lot_loss (lot_id);

      -- The custody chain of a lot, and the lots that were made of it.
      create index transfer_lot on transfer (lot_id) where lot_id is not null;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop index transfer_lot, lot_place, contribution_open;
      drop table lot_loss, lot_objection, lot_move, contribution_reversal, sourcing_rule;
      alter table lot
        drop column title_holder, drop column best_before, drop column storage,
        drop column provenance, drop column packages_out, drop column package_count,
        drop column package_unit, drop column assay_certificate, drop column assay_uncertainty,
        drop column contained_out, drop column gross_out, drop column entry_id,
        alter column contribution_id set not null;
      alter table contribution
        drop column notified_at, drop column notified_by, drop column title,
        drop column provenance, drop column package_count, drop column package_unit,
        drop column contained_grams, drop column expected_grams, drop column assay,
        drop column gross_grams, drop column depot, drop column form, drop column expected_on,
        alter column received_by set not null,
        alter column received_at set not null;
      alter table contribution
        drop constraint contribution_states,
        drop constraint contribution_receipt_by_state,
        drop constraint contribution_receipt_whole,
        drop constraint contribution_decision_by_state,
        add constraint contribution_state_check
          check (state in ('received', 'accepted', 'rejected')),
        add constraint contribution_check1 check ((state = 'received') = (decided_by is null));
    `);
  }
}
