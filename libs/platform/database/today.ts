import type { EntityManager } from 'typeorm';

/** The day it is by the database's clock, in UTC, for reads; a command has `tx.today()`. */
export async function utcToday(manager: Pick<EntityManager, 'query'>): Promise<string> {
  const [{ today }] = await manager.query<[{ today: string }]>(
    `select to_char(now() at time zone 'utc', 'YYYY-MM-DD') as today`,
  );
  return today;
}
