import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is owed for a drawdown falls due in as many instalments as the terms of its rule say. */
export class InstalmentsOfDebts1763769600051 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table replenishment
        drop constraint replenishment_drawdown_id_key,
        add column instalment int not null default 1 check (instalment > 0);
      alter table replenishment
        alter column instalment drop default,
        add constraint replenishment_one_each unique (drawdown_id, instalment);
      create index replenishment_due on replenishment (due_date) where state = 'owed';
    `);
  }

  /** Works as long as every debt has one instalment. */
  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop index replenishment_due;
      alter table replenishment
        drop constraint replenishment_one_each,
        drop column instalment,
        add constraint replenishment_drawdown_id_key unique (drawdown_id);
    `);
  }
}
