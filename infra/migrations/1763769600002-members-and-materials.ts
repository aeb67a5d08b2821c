import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Reference data: who takes part, what is counted, where it is kept, who may sign in. */
export class MembersAndMaterials1763769600002 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table member (
        code              text primary key check (code ~ '^[A-Z]{3}$'),
        name              text not null,
        region            text not null,
        least_developed   boolean not null,
        equity_multiplier text not null,
        admitted_at       timestamptz not null
      );

      create table principal (
        id            uuid primary key,
        username      text not null unique,
        password_hash text not null,
        role          text not null check (role in ('operator', 'administrator', 'auditor')),
        member        text references member,
        granted_by    uuid references principal,
        confirmed_by  uuid references principal,
        created_at    timestamptz not null,
        check ((role = 'operator') = (member is not null)),
        -- Nobody makes a second self: access counts once another administrator has confirmed it.
        check (confirmed_by <> granted_by),
        check (confirmed_by is null or granted_by is not null)
      );

      create table material (
        code      text primary key check (code ~ '^[a-z][a-z0-9_]{1,39}$'),
        name      text not null,
        symbol    text not null,
        listed_at timestamptz not null
      );

      create table form (
        code               text primary key check (code ~ '^[a-z][a-z0-9_]{1,39}$'),
        material           text not null references material,
        name               text not null,
        contained_fraction text not null,
        fraction_kind      text not null
          check (fraction_kind in ('stoichiometric', 'grade', 'mixture')),
        hs_code            text not null check (hs_code ~ '^[0-9]{6}$'),
        listed_at          timestamptz not null,
        unique (material, code)
      );

      create table depot (
        unlocode  text primary key check (unlocode ~ '^[A-Z]{2}[A-Z2-9]{3}$'),
        name      text not null,
        country   text not null check (country ~ '^[A-Z]{3}$'),
        latitude  text not null,
        longitude text not null,
        opened_at timestamptz not null
      );

      -- A verification replaces the one before it; the newest per member holds.
      create table usable_forms (
        id          uuid primary key,
        member      text not null references member,
        forms       text[] not null,
        basis       text not null,
        verified_at timestamptz not null
      );
      create index usable_forms_member on usable_forms (member, verified_at desc, id desc);

      create table baseline (
        id          uuid primary key,
        member      text not null references member,
        material    text not null references material,
        period      text not null check (period ~ '^[0-9]{4}$'),
        quality     text not null check (quality in ('A', 'B', 'C', 'D')),
        consumption bigint not null check (consumption >= 0),
        production  bigint not null check (production >= 0),
        own_ore     bigint not null check (own_ore between 0 and production),
        imports     bigint not null check (imports >= 0),
        exports     bigint not null check (exports >= 0),
        own_stocks  bigint not null check (own_stocks >= 0),
        source      text not null,
        assumed     boolean not null,
        recorded_at timestamptz not null
      );
      create index baseline_lookup on baseline (material, member, period desc, id desc);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop table baseline, usable_forms, depot, form, material, principal, member;
    `);
  }
}
