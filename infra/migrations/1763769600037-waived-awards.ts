import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Awards that their member gives back before anything is ordered from them. */
export class WaivedAwards1763769600037 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table award
        drop constraint award_state_check,
        add constraint award_state_check check (
          state in ('published', 'accepted', 'drawing', 'drawn', 'waived')),
        add constraint award_waived_whole check (state <> 'waived' or ordered = 0)`);
  }

  /** Works as long as no award was waived. */
  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table award
        drop constraint award_waived_whole,
        drop constraint award_state_check,
        add constraint award_state_check check (
          state in ('published', 'accepted', 'drawing', 'drawn'))`);
  }
}
