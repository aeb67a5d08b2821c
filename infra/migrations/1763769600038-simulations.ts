import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was simulated, under the SHA-256 of its input: no part of the books nor of the log. */
export class Simulations1763769600038 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table simulation (
        id        text primary key check (id ~ '^[0-9a-f]{64}$'),
        kind      text not null check (kind in ('live', 'hypothetical')),
        input     text not null,
        record    text not null,
        member    text references member,
        readers   text not null check (readers in ('own', 'link')),
        first_by  uuid not null references principal,
        first_at  timestamptz not null,
        check (kind = 'hypothetical' or (member is null and readers = 'own')),
        check (id = encode(sha256(convert_to(input, 'UTF8')), 'hex'))
      );
      create index simulation_of on simulation (first_by, first_at);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table simulation');
  }
}
