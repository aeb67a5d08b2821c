import type { PostgresServer } from '../../libs/platform/postgres-server/postgres-server';

export interface KeptServer {
  readonly server: PostgresServer;
  readonly dataDir: string;
}

const place = globalThis as unknown as { gmtTestServer?: KeptServer };

/** Hands the server from jest's global setup to its global teardown: one process, two modules. */
export function keepServer(kept: KeptServer): void {
  place.gmtTestServer = kept;
}

export function keptServer(): KeptServer {
  if (!place.gmtTestServer) throw new Error('The global setup did not start a PostgreSQL.');
  return place.gmtTestServer;
}
