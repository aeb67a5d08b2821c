import { spawn, type ChildProcess } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { Redis } from 'ioredis';
import { freePort } from '#platform/postgres-server/free-port';

/** True when `npm test` found or unpacked a Redis server. */
export const hasRedis = process.env['GMT_TEST_REDIS_BIN'] !== undefined;

/** A Redis server of a test's own, set up as production should be. */
export class RedisServer {
  private constructor(
    readonly url: string,
    private readonly child: ChildProcess,
    private readonly folder: string,
  ) {}

  /** On a free port, or on that of one that is gone. */
  static async start(given?: number): Promise<RedisServer> {
    const port = given ?? (await freePort());
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gmt-test-redis-'));
    const settings = {
      port: `${port}`,
      bind: '127.0.0.1',
      dir: folder,
      save: '',
      appendonly: 'yes',
      appendfsync: 'everysec',
      'maxmemory-policy': 'noeviction',
    };
    const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
    const libraries = process.env['GMT_TEST_REDIS_LIBRARY_PATH'];
    const child = spawn(process.env['GMT_TEST_REDIS_BIN'] ?? 'redis-server', args, {
      stdio: 'ignore',
      env: { ...process.env, ...(libraries ? { LD_LIBRARY_PATH: libraries } : {}) },
    });
    const url = `redis://127.0.0.1:${port}`;
    await answers(url);
    return new RedisServer(url, child, folder);
  }

  /** Forgets everything, as a store that was wiped. */
  async wipe(): Promise<void> {
    const client = new Redis(this.url);
    await client.flushall();
    client.disconnect();
  }

  /** Its connections stay open, and it says nothing any more. */
  freeze(): void {
    this.child.kill('SIGSTOP');
  }

  /** Kills it; a second time does nothing. */
  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGKILL');
    await gone;
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}

async function answers(url: string): Promise<void> {
  const client = new Redis(url, { maxRetriesPerRequest: 100, retryStrategy: () => 50 });
  client.on('error', () => undefined);
  await client.ping();
  client.disconnect();
}
