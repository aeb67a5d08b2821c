import * as fs from 'node:fs';
import * as path from 'node:path';
import { removeServerFiles } from '#platform/postgres-server/placement';
import { startPostgres, type PostgresServer } from '#platform/postgres-server/postgres-server';
import { Client, escapeIdentifier } from 'pg';

/** On the disk of the checkout, as a commit into memory would cost nothing. */
const HOME = path.resolve(__dirname, '..', '..', '.cache', 'bench');

/** The PostgreSQL of one run: default settings, every commit forced to disk. */
export class BenchServer {
  private constructor(
    private readonly server: PostgresServer,
    private readonly dataDir: string,
  ) {}

  static async start(): Promise<BenchServer> {
    fs.mkdirSync(HOME, { recursive: true });
    const dataDir = fs.mkdtempSync(path.join(HOME, 'postgres-'));
    // Room for one connection a caller of each contender, and nothing else.
    const settings = { max_connections: '250' };
    const server = await startPostgres({ dataDir, database: 'postgres', settings });
    return new BenchServer(server, dataDir);
  }

  /** An empty database; its address. */
  async database(name: string): Promise<string> {
    await this.rows(`create database ${escapeIdentifier(name)}`);
    const url = new URL(this.server.url);
    url.pathname = `/${name}`;
    return url.href;
  }

  async rows<Row>(text: string): Promise<Row[]> {
    const client = new Client({ connectionString: this.server.url });
    await client.connect();
    try {
      return (await client.query(text)).rows as Row[];
    } finally {
      await client.end();
    }
  }

  /** Milliseconds that the disk takes to keep 8 kB for good, as PostgreSQL asks it to. */
  flushMilliseconds(times: number): number[] {
    const file = path.join(this.dataDir, 'flush-probe');
    const handle = fs.openSync(file, 'w');
    const page = Buffer.alloc(8_192, 1);
    const durations = Array.from({ length: times }, () => {
      const begun = performance.now();
      fs.writeSync(handle, page, 0, page.length, 0);
      fs.fdatasyncSync(handle);
      return performance.now() - begun;
    });
    fs.closeSync(handle);
    fs.rmSync(file);
    return durations;
  }

  async stop(): Promise<void> {
    await this.server.stop();
    removeServerFiles(this.dataDir);
  }
}
