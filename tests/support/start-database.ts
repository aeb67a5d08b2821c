import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { removeServerFiles } from '../../libs/platform/postgres-server/placement';
import { startPostgres } from '../../libs/platform/postgres-server/postgres-server';
import { keepServer } from './database-server';

const PREFIX = 'gmt-test-postgres-';

/**
 * Starts the one PostgreSQL of a test run. Only what outlives the machine is given up: with
 * fsync off a commit still survives the death of any process. Migrations run later, inside the
 * first test that asks for a database, because jest maps our `#` imports only there.
 */
export default async function startDatabase(): Promise<void> {
  await sweepLeftovers();
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), `${PREFIX}${process.pid}-`));
  const server = await startPostgres({
    dataDir,
    database: 'postgres',
    settings: { fsync: 'off', max_connections: '200' },
  });
  keepServer({ server, dataDir });
  process.env['GMT_TEST_POSTGRES_URL'] = server.url;
}

/** A test run that was killed leaves its server behind; the next run clears it away. */
async function sweepLeftovers(): Promise<void> {
  for (const name of fs.readdirSync(os.tmpdir())) {
    const pid = Number(/^gmt-test-postgres-(\d+)-/.exec(name)?.[1]);
    const dataDir = path.join(os.tmpdir(), name);
    if (!pid || isAlive(pid) || !isMine(dataDir)) continue;
    if (fs.existsSync(path.join(dataDir, 'password'))) {
      const server = await startPostgres({ dataDir, database: 'postgres' });
      await server.stop();
    }
    removeServerFiles(dataDir);
  }
}

function isMine(folder: string): boolean {
  return fs.statSync(folder, { throwIfNoEntry: false })?.uid === process.getuid?.();
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
