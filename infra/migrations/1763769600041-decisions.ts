import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who must decide an act, and what each decided; a row of `act` opens with its first decision. */
export class Decisions1763769600041 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table principal
        add column affiliation text references member,
        add constraint principal_affiliation check (affiliation is null or member is null);
      -- Canonical JSON of the quorums of a rule; null means one other administrator for every act.
      alter table release_rule add column quorums text;

      create table act (
        id          uuid primary key,
        kind        text not null check (kind in (
                      'put-in-force', 'declare', 'approve-run', 'reject-approved-run')),
        subject     uuid not null,
        proposed_by uuid not null references principal,
        quorum      text not null,
        -- The number of administrators, or null where members vote.
        needed      int check (needed > 0),
        -- Members that gain, and the members that vote with the weight of each.
        gaining     text[] not null,
        voters      text[] not null,
        weights     bigint[] not null,
        opened_at   timestamptz not null,
        closes_at   timestamptz,
        outcome     text not null check (outcome in ('open', 'carried', 'stopped')),
        settled_by  uuid references principal,
        unique (kind, subject),
        check (cardinality(voters) = cardinality(weights) and 0 < all (weights)),
        check ((needed is null) = (closes_at is not null)),
        check (needed is null or cardinality(voters) = 0),
        check ((outcome = 'open') = (settled_by is null)),
        check (settled_by <> proposed_by)
      );

      create table decision (
        id          uuid primary key,
        act_id      uuid not null references act,
        principal   uuid not null references principal,
        member      text references member,
        in_favour   boolean not null,
        reason      text check (length(reason) between 1 and 1000),
        taken_at    timestamptz not null,
        unique (act_id, principal),
        unique (act_id, member)
      );
      create trigger append_only before update or delete on decision
        for each row execute function refuse_change();
      create trigger append_only_truncate before truncate on decision
        for each statement execute function refuse_change();`);
    await db.query(WALLS);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop trigger act_carried on allocation_run;
      drop trigger act_carried on disruption;
      drop trigger act_carried on release_rule;
      drop function require_carried_act();
      drop table decision;
      drop table act;
      drop function refuse_decision();
      drop function refuse_outcome();
      alter table release_rule drop column quorums;
      alter table principal drop column affiliation;`);
  }
}

/** What the domain decides, once more. */
const WALLS = `
  create function refuse_decision() returns trigger language plpgsql as $$
  declare
    a act;
    p principal;
    may boolean;
  begin
    select * into strict a from act where id = new.act_id;
    select * into strict p from principal where id = new.principal;
    may := a.outcome = 'open' and p.id <> a.proposed_by
      and new.member is not distinct from p.member
      and (a.closes_at is null or new.taken_at < a.closes_at)
      and case when a.needed is null
        then p.role = 'operator' and p.member = any (a.voters)
        else p.role = 'administrator'
          and (p.affiliation is null or p.affiliation <> all (a.gaining)) end;
    if may then return new; end if;
    raise exception 'this person may not decide this act'
      using errcode = 'check_violation', constraint = 'decision_of_an_elector';
  end $$;
  create trigger of_an_elector before insert on decision
    for each row execute function refuse_decision();

  create function refuse_outcome() returns trigger language plpgsql as $$
  declare
    sided int;
  begin
    if tg_op = 'INSERT' then
      if new.outcome = 'open' then return new; end if;
      raise exception 'an act begins open'
        using errcode = 'check_violation', constraint = 'act_quorum';
    end if;
    if old.outcome <> 'open' or (to_jsonb(new) - 'outcome' - 'settled_by')
       <> (to_jsonb(old) - 'outcome' - 'settled_by') then
      raise exception 'an act changes once, by its outcome'
        using errcode = 'check_violation', constraint = 'act_final';
    end if;
    if new.needed is not null and new.outcome <> 'open' then
      select count(*) into sided from decision
        where act_id = new.id and in_favour = (new.outcome = 'carried');
      if sided < new.needed then
        raise exception 'too few decided so'
          using errcode = 'check_violation', constraint = 'act_quorum';
      end if;
    end if;
    return new;
  end $$;
  create trigger by_quorum before insert or update on act
    for each row execute function refuse_outcome();

  create function require_carried_act() returns trigger language plpgsql as $$
  begin
    if exists (select 1 from act
               where kind = tg_argv[0] and subject = new.id and outcome = 'carried') then
      return new;
    end if;
    raise exception 'this needs a decision that was carried'
      using errcode = 'check_violation', constraint = 'act_carried';
  end $$;
  create trigger act_carried before update on release_rule for each row
    when (old.state = 'proposed' and new.state = 'in-force')
    execute function require_carried_act('put-in-force');
  create trigger act_carried before update on disruption for each row
    when (old.state = 'proposed' and new.state = 'declared')
    execute function require_carried_act('declare');
  create trigger act_carried before update on allocation_run for each row
    when (old.state = 'proposed' and new.state = 'approved')
    execute function require_carried_act('approve-run');`;
