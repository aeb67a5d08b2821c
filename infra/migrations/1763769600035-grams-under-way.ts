import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Keeps beside each pledge what is announced and what is received against it and not yet decided,
 * which took a sum over all its open contributions at every notice and receipt; and binds the
 * member and the material of a contribution to those of its pledge, by one key instead of three.
 */
export class GramsUnderWay1763769600035 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table pledge
        add column announced bigint not null default 0 check (announced >= 0),
        add column received  bigint not null default 0 check (received >= 0);
      update pledge p set announced = o.announced, received = o.received
      from (select pledge_id,
              coalesce(sum(expected_grams) filter (where state = 'notified'), 0) as announced,
              coalesce(sum(contained_grams) filter (where state = 'received'), 0) as received
            from contribution where state in ('notified', 'received') group by pledge_id) o
      where o.pledge_id = p.id;
      -- What lies at a depot fits into its pledge; what is announced may come to more.
      alter table pledge add constraint pledge_room check (delivered + received <= grams);
      drop index contribution_open;

      create unique index pledge_whose on pledge (id, member, material);
      alter table contribution
        drop constraint contribution_pledge_id_fkey,
        drop constraint contribution_member_fkey,
        drop constraint contribution_material_fkey,
        add constraint contribution_of_pledge foreign key (pledge_id, member, material)
          references pledge (id, member, material);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table contribution
        drop constraint contribution_of_pledge,
        add constraint contribution_pledge_id_fkey foreign key (pledge_id) references pledge,
        add constraint contribution_member_fkey foreign key (member) references member,
        add constraint contribution_material_fkey foreign key (material) references material;
      drop index pledge_whose;
      create index contribution_open on contribution (pledge_id)
        include (state, expected_grams, contained_grams) where state in ('notified', 'received');
      alter table pledge drop column announced, drop column received;
    `);
  }
}
