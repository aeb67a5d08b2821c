import * as fs from 'node:fs';
import * as path from 'node:path';
import { removeServerFiles } from '../../libs/platform/postgres-server/placement';
import { startPostgres } from '../../libs/platform/postgres-server/postgres-server';

/**
 * A run that was killed leaves its server behind; the next run clears it away. Data folders stand
 * in one folder and are named by the process that made them: prefix, process number, the rest.
 */
export async function sweepLeftovers(folder: string, prefix: string): Promise<void> {
  for (const name of fs.readdirSync(folder)) {
    const pid = name.startsWith(prefix) ? Number.parseInt(name.slice(prefix.length), 10) : NaN;
    const dataDir = path.join(folder, name);
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
