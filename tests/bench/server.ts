import * as fs from 'node:fs';
import * as path from 'node:path';
import { removeServerFiles } from '#platform/postgres-server/placement';
import { startPostgres, type PostgresServer } from '#platform/postgres-server/postgres-server';
import { Client, escapeIdentifier } from 'pg';
import { sweepLeftovers } from '../support/leftovers';

/** On the disk of the checkout, as a commit into memory would cost nothing. */
const HOME = path.resolve(__dirname, '..', '..', '.cache', 'bench');
const PREFIX = 'postgres-';

/** The PostgreSQL of one run: default settings, every commit forced to disk. */
export class BenchServer {
  private constructor(
    private readonly server: PostgresServer,
    private readonly dataDir: string,
  ) {}

  static async start(): Promise<BenchServer> {
    fs.mkdirSync(HOME, { recursive: true });
    await sweepLeftovers(HOME, PREFIX);
    const dataDir = fs.mkdtempSync(path.join(HOME, `${PREFIX}${process.pid}-`));
    // Room for one connection a caller of each contender, and nothing else.
    const settings = { max_connections: '250' };
    const server = await startPostgres({ dataDir, database: 'postgres', settings });
    return new BenchServer(server, dataDir);
  }

  /** A database, empty or a copy of another that nobody is connected to; its address. */
  async database(name: string, copyOf = 'template1'): Promise<string> {
    const [copy, original] = [escapeIdentifier(name), escapeIdentifier(copyOf)];
    await this.rows(`create database ${copy} template ${original}`);
    return this.urlOf(name);
  }

  /** What the server does by itself within minutes, done now: visible pages and statistics. */
  async vacuum(database: string): Promise<void> {
    await this.rows('vacuum (analyze)', this.urlOf(database));
  }

  async rows<Row>(text: string, url = this.server.url): Promise<Row[]> {
    const client = new Client({ connectionString: url });
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

  private urlOf(database: string): string {
    const url = new URL(this.server.url);
    url.pathname = `/${database}`;
    return url.href;
  }
}
