import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { startPostgres } from '../../libs/platform/postgres-server/postgres-server';
import { keepServer } from './database-server';
import { sweepLeftovers } from './leftovers';

const PREFIX = 'gmt-test-postgres-';

/**
 * Starts the one PostgreSQL of a test run. Only what outlives the machine is given up: with
 * fsync off a commit still survives the death of any process. Migrations run later, inside the
 * first test that asks for a database, because jest maps our `#` imports only there.
 */
export default async function startDatabase(): Promise<void> {
  await sweepLeftovers(os.tmpdir(), PREFIX);
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), `${PREFIX}${process.pid}-`));
  const server = await startPostgres({
    dataDir,
    database: 'postgres',
    settings: { fsync: 'off', max_connections: '200' },
  });
  keepServer({ server, dataDir });
  process.env['GMT_TEST_POSTGRES_URL'] = server.url;
}
