import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Promises that may be amended and withdrawn with their whole history, figures that may be revised
 * or withheld, and forms that carry their formula.
 */
export class PledgesBaselinesForms1763769600007 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table pledge
        drop constraint pledge_state_check,
        drop constraint pledge_grams_check,
        drop constraint pledge_check2,
        add column revision int not null default 1 check (revision > 0),
        add column withdrawn bigint not null default 0 check (withdrawn >= 0),
        add constraint pledge_state_check
          check (state in ('draft', 'offered', 'accepted', 'fulfilled', 'withdrawn')),
        -- What nobody delivers any more leaves nothing; every other pledge promises something.
        add constraint pledge_grams_check
          check (grams > 0 or (grams = 0 and state = 'withdrawn')),
        add constraint pledge_accepted_check
          check (state = 'withdrawn' or (state in ('draft', 'offered')) = (accepted_by is null)),
        add constraint pledge_fulfilled_check check (state <> 'fulfilled' or delivered = grams),
        -- Without it, nobody but the member ever saw the draft.
        alter column offered_at drop not null,
        add constraint pledge_offered_check
          check (state = 'withdrawn' or (state = 'draft') = (offered_at is null));

      -- Each schedule that a pledge ever had or was proposed to have. Those in force, in the order
      -- in which they came into force, say what had fallen due on any day.
      create table pledge_revision (
        id          uuid primary key,
        pledge_id   uuid not null references pledge,
        revision    int not null check (revision > 0),
        act         text not null check (act in ('offer', 'amendment', 'withdrawal')),
        state       text not null
          check (state in ('proposed', 'accepted', 'declined', 'retracted')),
        reason      text check (reason is not null or act = 'offer'),
        answer      text,
        proposed_by uuid not null references principal,
        proposed_at timestamptz not null,
        decided_by  uuid references principal,
        decided_at  timestamptz,
        unique (pledge_id, revision),
        check ((state = 'proposed') = (decided_at is null)),
        -- Whoever decides is another person; the withdrawal of what is not due needs nobody else.
        check (decided_by <> proposed_by),
        check (state not in ('accepted', 'declined') or decided_by is not null
          or act = 'withdrawal')
      );
      create unique index pledge_revision_one_open on pledge_revision (pledge_id)
        where state = 'proposed';
      insert into pledge_revision (id, pledge_id, revision, act, state, reason, proposed_by,
        proposed_at, decided_by, decided_at)
      select gen_random_uuid(), id, 1, 'offer',
        case when accepted_by is null then 'proposed' else 'accepted' end,
        null, offered_by, offered_at, accepted_by,
        case when accepted_by is not null then offered_at end
      from pledge;

      alter table instalment
        add column revision int not null default 1,
        add column cumulative bigint,
        drop constraint instalment_pkey,
        add primary key (pledge_id, revision, ordinal),
        add foreign key (pledge_id, revision) references pledge_revision (pledge_id, revision);
      update instalment i set cumulative = s.cumulative
      from (select pledge_id, ordinal,
              sum(grams) over (partition by pledge_id order by ordinal) as cumulative
            from instalment) s
      where s.pledge_id = i.pledge_id and s.ordinal = i.ordinal;
      alter table instalment
        alter column revision drop default,
        -- Promised up to and with this instalment: it is open while less than that is delivered.
        alter column cumulative set not null,
        add check (cumulative >= grams);
      create index instalment_due on instalment (due_date, pledge_id, ordinal);

      -- What each accepted contribution counted for, on both clocks.
      create table delivery (
        transfer_id    uuid primary key references transfer deferrable initially deferred,
        pledge_id      uuid not null references pledge,
        grams          bigint not null check (grams > 0),
        effective_date date not null,
        recorded_at    timestamptz not null
      );
      create index delivery_pledge on delivery (pledge_id);
      insert into delivery
      select t.id, c.pledge_id, t.grams, t.effective_date,
             (convert_from(e.envelope, 'UTF8')::jsonb ->> 'recordedAt')::timestamptz
      from movement t
      join log_entry e on e.id = t.entry_id and e.kind = 'contribution-accepted'
      join contribution c
        on c.id = (convert_from(e.body, 'UTF8')::jsonb ->> 'contribution')::uuid
      where t.to_key like '%/delivered/%';

      create table reminder (
        id          uuid primary key,
        pledge_id   uuid not null references pledge,
        due_date    date not null,
        stage       text not null check (stage in ('before-90', 'before-30', 'due', 'overdue')),
        member      text not null references member,
        material    text not null references material,
        outstanding bigint not null check (outstanding > 0),
        entry_id    uuid not null references log_entry (id) deferrable initially deferred,
        recorded_at timestamptz not null,
        -- However many workers look, and however often: once.
        unique (pledge_id, due_date, stage)
      );
      create index reminder_member on reminder (member, id desc);

      alter table baseline
        add column effective_date date,
        add column withheld text,
        alter column quality drop not null,
        alter column consumption drop not null,
        alter column production drop not null,
        alter column own_ore drop not null,
        alter column imports drop not null,
        alter column exports drop not null,
        alter column own_stocks drop not null,
        add check (num_nonnulls(quality, consumption, production, own_ore, imports, exports,
          own_stocks) = case when withheld is null then 7 else 0 end);
      update baseline set effective_date = make_date(period::int + 1, 1, 1);
      alter table baseline alter column effective_date set not null;

      -- When the Trust wrote the declaration down: what is recorded later changes nothing in it.
      alter table disruption add column declared_at timestamptz;
      update disruption d set declared_at =
        (convert_from(e.envelope, 'UTF8')::jsonb ->> 'recordedAt')::timestamptz
      from log_entry e
      where e.kind = 'disruption-declared'
        and (convert_from(e.body, 'UTF8')::jsonb ->> 'disruption')::uuid = d.id;
      alter table disruption
        add constraint disruption_declared_check
          check ((declared_by is null) = (declared_at is null));

      alter table form
        add column formula text,
        add check (formula is null or fraction_kind = 'stoichiometric');
    `);
    for (const table of ['delivery', 'reminder', 'instalment', 'baseline']) {
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
      drop trigger append_only on baseline;
      drop trigger append_only_truncate on baseline;
      drop trigger append_only on instalment;
      drop trigger append_only_truncate on instalment;
      drop table reminder, delivery;
      alter table form drop column formula;
      alter table disruption drop column declared_at;
      delete from baseline where withheld is not null;
      alter table baseline drop column withheld, drop column effective_date,
        alter column quality set not null,
        alter column consumption set not null,
        alter column production set not null,
        alter column own_ore set not null,
        alter column imports set not null,
        alter column exports set not null,
        alter column own_stocks set not null;
      delete from instalment i using pledge p
        where p.id = i.pledge_id and i.revision <> p.revision;
      alter table instalment drop constraint instalment_pkey, drop column cumulative,
        drop column revision, add primary key (pledge_id, ordinal);
      drop index instalment_due;
      drop table pledge_revision;
      delete from instalment where pledge_id in
        (select id from pledge where state in ('draft', 'withdrawn'));
      delete from pledge where state in ('draft', 'withdrawn');
      alter table pledge drop constraint pledge_state_check, drop constraint pledge_grams_check,
        drop constraint pledge_accepted_check, drop constraint pledge_fulfilled_check,
        drop constraint pledge_offered_check, alter column offered_at set not null,
        drop column revision, drop column withdrawn,
        add constraint pledge_state_check check (state in ('offered', 'accepted', 'fulfilled')),
        add constraint pledge_grams_check check (grams > 0),
        add constraint pledge_check2 check ((state = 'offered') = (accepted_by is null));
    `);
  }
}
