import { runMigrations as migrateQueue } from 'bullmq';
import { Client } from 'pg';
import { DataSource, MigrationExecutor } from 'typeorm';
import { MIGRATIONS } from '#infra/migrations/all';

/** Any constant will do; it only has to be the same in every process that migrates. */
const MIGRATION_LOCK = 7_140_293_551;

/**
 * Applies the pending migrations and returns their names. The advisory lock is held on the same
 * connection for the whole run, so processes that start together migrate one after the other.
 */
export async function migrate(databaseUrl: string): Promise<string[]> {
  const dataSource = new DataSource({
    type: 'postgres',
    url: databaseUrl,
    migrations: MIGRATIONS,
    migrationsTableName: 'migration',
    extra: { max: 1 },
  });
  await dataSource.initialize();
  try {
    const connection = dataSource.createQueryRunner();
    await connection.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const executor = new MigrationExecutor(dataSource, connection);
    executor.transaction = 'each';
    const applied = await executor.executePendingMigrations();
    await migrateQueueStore(databaseUrl);
    await connection.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]);
    await connection.release();
    return applied.map((migration) => migration.name);
  } finally {
    await dataSource.destroy();
  }
}

/** The queue's own tables, in a schema of their own; unused where REDIS_URL is set. */
async function migrateQueueStore(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await migrateQueue(client);
  } finally {
    await client.end();
  }
}
