import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Finds the lots that a lot was made of, and lets a delivery be taken back. */
export class LotOrigins1763769600028 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Few transfers make one lot of another.
      create index transfer_into_lot on transfer (to_lot_id) where to_lot_id is not null;
      -- What was delivered by mistake is taken back by a row below zero.
      alter table delivery drop constraint delivery_grams_check, add check (grams <> 0);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop index transfer_into_lot;
      alter table delivery drop constraint delivery_grams_check, add check (grams > 0);
    `);
  }
}
