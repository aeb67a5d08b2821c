import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What every rule of before has: a loan due back whole after a year, as it was until now. */
const TERMS_OF_BEFORE =
  '{"basis":"loan","endUseDays":"180","everyMonths":"3","firstDueMonths":"12","instalments":"1"}';

/**
 * Drawdowns as release orders: pick lists in their order, transport, receipts that both sides
 * sign, what was short or damaged, and what the material was used for.
 */
export class ReleaseOrders1763769600050 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(TERMS);
    await db.query(SIDES);
    await db.query(DRAWDOWNS);
    await db.query(LINES);
    await db.query(`
      alter table award
        add column waived bigint not null default 0 check (waived >= 0),
        add constraint award_within_grams check (ordered + waived <= grams);

      create table end_use (
        drawdown_id uuid primary key references drawdown,
        member      text not null,
        uses        text not null,
        statement   text not null,
        stated_by   uuid not null,
        stated_at   timestamptz not null,
        foreign key (stated_by, member) references principal (id, side)
      );
    `);
  }

  /** Works as long as no drawdown is in a state that there was not before. */
  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop table end_use;
      drop index drawdown_award;
      alter table award drop constraint award_within_grams, drop column waived;
      alter table drawdown_line
        drop column position, drop column gross_grams, drop column package_unit,
        drop column package_count, drop column short, drop column damaged, drop column reason;
      alter table drawdown
        drop constraint drawdown_states, drop constraint drawdown_released_by_state,
        drop constraint drawdown_collected_by_state,
        drop constraint drawdown_receiver_of_member, drop constraint drawdown_released_by_trust,
        drop constraint drawdown_settled_by_trust, drop constraint drawdown_two_people,
        drop column carrier, drop column transport_reference, drop column departed_on,
        drop column expected_on, drop column released_at, drop column collected_at,
        drop column settled_by, drop column settled_at, drop column lost, drop column reason,
        drop column end_use_due, drop column trust_side,
        add constraint drawdown_state_check check (state in ('ordered', 'released', 'collected')),
        add check ((state = 'ordered') = (released_by is null)),
        add check ((state = 'collected') = (collected_by is not null));
      alter table principal drop constraint principal_id_side, drop column side;
      alter table release_rule drop column terms;
    `);
  }
}

const TERMS = `
  alter table release_rule add column terms text not null default '${TERMS_OF_BEFORE}';
  alter table release_rule alter column terms drop default;`;

/** For whom somebody signs: a member, or the Trust; auditors sign for nobody. */
const SIDES = `
  alter table principal
    add column side text not null generated always as (
      case role when 'administrator' then 'TRUST' when 'operator' then member else 'NOBODY' end
    ) stored,
    add constraint principal_id_side unique (id, side);`;

const DRAWDOWNS = `
  do $$ declare former name; begin
    for former in select conname from pg_constraint
                  where conrelid = 'drawdown'::regclass and contype = 'c'
                    and pg_get_constraintdef(oid) ~ 'state'
    loop
      execute format('alter table drawdown drop constraint %I', former);
    end loop;
  end $$;
  alter table drawdown
    add column carrier             text,
    add column transport_reference text,
    add column departed_on         date,
    add column expected_on         date,
    add column released_at         timestamptz,
    add column collected_at        timestamptz,
    add column settled_by          uuid references principal,
    add column settled_at          timestamptz,
    add column lost                bigint not null default 0,
    -- Why it was cancelled, or how its receipt was settled.
    add column reason              text,
    add column end_use_due         date,
    add column trust_side          text not null generated always as ('TRUST') stored,
    add constraint drawdown_states check (state in
      ('ordered', 'released', 'reported', 'collected', 'accounted', 'cancelled')),
    add constraint drawdown_released_by_state
      check ((state in ('ordered', 'cancelled')) = (released_by is null)),
    add constraint drawdown_collected_by_state
      check ((state in ('reported', 'collected', 'accounted')) = (collected_by is not null)),
    add check (lost between 0 and grams),
    add check (lost = 0 or state in ('reported', 'collected', 'accounted')),
    -- A receipt over less than was released needs the Trust's second signature.
    add check (lost = 0 or state = 'reported' or settled_by is not null),
    add check (state <> 'cancelled' or reason is not null),
    add check ((carrier is null) = (transport_reference is null)),
    add check ((carrier is null) = (departed_on is null)),
    add check (expected_on is null or departed_on is not null and expected_on >= departed_on),
    -- Two people of the two sides, and nobody twice.
    add constraint drawdown_two_people check (collected_by <> released_by),
    add check (settled_by <> collected_by),
    add check (settled_by <> released_by),
    add constraint drawdown_receiver_of_member
      foreign key (collected_by, member) references principal (id, side),
    add constraint drawdown_released_by_trust
      foreign key (released_by, trust_side) references principal (id, side),
    add constraint drawdown_settled_by_trust
      foreign key (settled_by, trust_side) references principal (id, side);
  create index drawdown_award on drawdown (award_id);`;

const LINES = `
  alter table drawdown_line
    add column position      int,
    add column gross_grams   bigint check (gross_grams >= grams),
    add column package_unit  text,
    add column package_count bigint check (package_count > 0),
    add column short         bigint not null default 0 check (short >= 0),
    add column damaged       bigint not null default 0 check (damaged >= 0),
    add column reason        text,
    add check (short + damaged <= grams),
    add check ((short + damaged = 0) = (reason is null)),
    add check ((package_unit is null) = (package_count is null));
  update drawdown_line l set position = n.position
    from (select drawdown_id, lot_id,
                 row_number() over (partition by drawdown_id order by depot, lot_id) as position
          from drawdown_line) n
    where n.drawdown_id = l.drawdown_id and n.lot_id = l.lot_id;
  update drawdown_line l
    set gross_grams = ceil(l.grams * t.gross_grams::numeric / t.contained_grams)
    from lot t where t.id = l.lot_id;
  alter table drawdown_line
    alter column position set not null,
    alter column gross_grams set not null,
    add constraint drawdown_line_place unique (drawdown_id, position);`;
