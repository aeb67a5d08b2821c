import { startPostgres } from '#platform/postgres-server/postgres-server';

/** Run as a process of its own: starts a server and waits to be killed. */
async function run(dataDir: string): Promise<void> {
  const { url, pid, adopted } = await startPostgres({ dataDir });
  process.send?.({ url, pid, adopted });
  setInterval(() => undefined, 1000);
}

void run(process.argv[2] ?? '');
