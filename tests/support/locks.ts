import { Client } from 'pg';
import type { Ledger } from './ledger';

/** Holds what the statement locks, so that others stop at a known place, until released. */
export async function obstruct(ledger: Ledger, sql: string): Promise<() => Promise<void>> {
  const client = new Client({ connectionString: ledger.databaseUrl });
  // Where the database itself is killed, so is this.
  client.on('error', () => undefined);
  await client.connect();
  await client.query('begin');
  await client.query(sql);
  return async () => {
    await client.query('rollback');
    await client.end();
  };
}

/** Until some session waits for a lock. */
export async function someoneWaits(ledger: Ledger): Promise<void> {
  const waiting = `select count(*)::int as n from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`;
  while ((await ledger.rows<{ n: number }>(waiting))[0]?.n === 0);
}
