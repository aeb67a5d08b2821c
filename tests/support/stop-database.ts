import { removeServerFiles } from '../../libs/platform/postgres-server/placement';
import { keptServer } from './database-server';

/** Stops the PostgreSQL of the test run and removes its files. */
export default async function stopDatabase(): Promise<void> {
  const { server, dataDir } = keptServer();
  await server.stop();
  removeServerFiles(dataDir);
}
