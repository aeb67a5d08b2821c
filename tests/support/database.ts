import { randomUUID } from 'node:crypto';
import { Client, escapeIdentifier } from 'pg';
import { DataSource } from 'typeorm';
import { MIGRATIONS } from '#infra/migrations/all';
import { migrate } from '#platform/database/migrate';

export interface FreshDatabase {
  readonly url: string;
  /** Drops the database, also while connections to it are open. */
  drop(): Promise<void>;
}

export interface EmptyDatabase extends FreshDatabase {
  /** Connected, until the database is dropped. */
  readonly client: Client;
}

const TEMPLATE = 'gmt_template';
/** Any fixed number: whoever holds it is the one that makes the template. */
const TEMPLATE_LOCK = 7_140_001;

/** A migrated, empty database of its own, cloned in some 50 ms from one that was migrated once. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await asAdministrator(async (client) => {
    await client.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    await makeTemplate(client);
    const statement = `create database ${escapeIdentifier(name)} template ${TEMPLATE}`;
    await client.query(statement);
  });
  return { url: urlOf(name), drop: () => dropDatabase(name) };
}

/** An empty database without any table, for tests of migrations and of what the server reads. */
export async function emptyDatabase(): Promise<EmptyDatabase> {
  const name = `empty_${randomUUID().replaceAll('-', '')}`;
  const statement = `create database ${escapeIdentifier(name)}`;
  await asAdministrator((administrator) => administrator.query(statement));
  const client = new Client({ connectionString: urlOf(name) });
  await client.connect();
  const drop = async (): Promise<void> => {
    await client.end();
    await dropDatabase(name);
  };
  return { url: urlOf(name), client, drop };
}

/** Applies the migrations before the one of this name only, as an earlier release did. */
export async function migrateBefore(url: string, name: string): Promise<void> {
  const index = MIGRATIONS.findIndex((one) => one.name === name);
  if (index < 0) throw new Error(`there is no migration ${name}`);
  const dataSource = new DataSource({
    type: 'postgres',
    url,
    migrations: MIGRATIONS.slice(0, index),
    migrationsTableName: 'migration',
  });
  await dataSource.initialize();
  await dataSource.runMigrations();
  await dataSource.destroy();
}

/** Migrates under another name and renames, so that a failed migration leaves no template. */
async function makeTemplate(client: Client): Promise<void> {
  const found = await client.query('select from pg_database where datname = $1', [TEMPLATE]);
  if (found.rowCount) return;
  const unfinished = `${TEMPLATE}_unfinished`;
  await client.query(`drop database if exists ${unfinished} with (force)`);
  await client.query(`create database ${unfinished}`);
  await migrate(urlOf(unfinished));
  await client.query(`alter database ${unfinished} rename to ${TEMPLATE}`);
}

async function dropDatabase(name: string): Promise<void> {
  const statement = `drop database if exists ${escapeIdentifier(name)} with (force)`;
  await asAdministrator((client) => client.query(statement));
}

async function asAdministrator<T>(work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: adminUrl() });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function adminUrl(): string {
  const url = process.env['GMT_TEST_POSTGRES_URL'];
  if (!url) throw new Error('Only the projects integration, e2e and faults have a PostgreSQL.');
  return url;
}

function urlOf(database: string): string {
  const url = new URL(adminUrl());
  url.pathname = `/${database}`;
  return url.href;
}
