import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What every rule of before has: the clock that is the default when this release is made. */
const CLOCK_OF_BEFORE =
  '{"answerHours":"72","approveHours":"48","awardHours":"360","awardReminderHours":"72",' +
  '"contestHours":"168","decideHours":"48","declareHours":"48","deliverHours":"360",' +
  '"missingNeeds":"gap","needsHours":"168","needsReminderHours":"48","openNeedsHours":"48",' +
  '"publishHours":"48"}';

/** The clock of a rule, the deadlines that run by it, and awards that lapse. */
export class DecisionClock1763769600045 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table release_rule add column clock text not null default '${CLOCK_OF_BEFORE}';
      alter table release_rule alter column clock drop default;

      -- A step that people must take, from the act that begins it to the one that ends it.
      create table deadline (
        id          uuid primary key,
        step        text not null,
        subject     uuid not null,
        member      text references member,
        state       text not null check (state in ('running', 'met', 'passed', 'dropped')),
        begun_at    timestamptz not null,
        remind_at   timestamptz,
        due_at      timestamptz not null check (due_at > begun_at),
        reminded_at timestamptz,
        passed_at   timestamptz,
        ended_at    timestamptz,
        check (remind_at < due_at),
        check (passed_at >= due_at),
        check ((state in ('met', 'dropped')) = (ended_at is not null)),
        check (state <> 'passed' or passed_at is not null),
        check (state <> 'running' or passed_at is null)
      );
      create unique index deadline_one_open on deadline (subject, step)
        where state in ('running', 'passed');
      create index deadline_subject on deadline (subject);
      create index deadline_page on deadline (due_at, id);
      create index deadline_due on deadline (due_at) where state = 'running';
      create index deadline_reminder on deadline (remind_at)
        where state = 'running' and reminded_at is null;

      alter table award
        drop constraint award_state_check,
        add constraint award_state_check check (
          state in ('published', 'accepted', 'drawing', 'drawn', 'waived', 'lapsed')),
        add constraint award_lapsed_whole check (state <> 'lapsed' or ordered = 0);
    `);
  }

  /** Works as long as no award has lapsed. */
  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table award
        drop constraint award_lapsed_whole,
        drop constraint award_state_check,
        add constraint award_state_check check (
          state in ('published', 'accepted', 'drawing', 'drawn', 'waived'));
      drop table deadline;
      alter table release_rule drop column clock;
    `);
  }
}
