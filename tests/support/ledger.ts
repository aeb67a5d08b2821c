import { generateKeyPairSync } from 'node:crypto';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Client as Database } from 'pg';
import { createApi } from '../../apps/api/src/create-api';
import { createWorker } from '../../apps/worker/src/create-worker';
import { Caller, type Keys } from './caller';
import { freshDatabase } from './database';

export const ADMINISTRATORS = [
  { username: 'administrator.1', password: 'correct horse battery staple' },
  { username: 'administrator.2', password: 'staple battery horse correct' },
] as const;

/** Password of every user that a test makes. */
export const PASSWORD = 'only ever used in a test';

/** Key files and the first administrators, in a folder of their own. */
export function makeSecrets(): NodeJS.ProcessEnv {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gmt-test-secrets-'));
  const write = (name: string, text: string): string => {
    const file = path.join(folder, name);
    fs.writeFileSync(file, text, { mode: 0o600 });
    return file;
  };
  const token = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const log = generateKeyPairSync('ed25519');
  const privatePem = { type: 'pkcs8', format: 'pem' } as const;
  const publicPem = { type: 'spki', format: 'pem' } as const;
  return {
    JWT_PRIVATE_KEY_FILE: write('jwt.pem', token.privateKey.export(privatePem) as string),
    JWT_PUBLIC_KEY_FILE: write('jwt.pub', token.publicKey.export(publicPem) as string),
    LOG_SIGNING_KEY_FILE: write('log.pem', log.privateKey.export(privatePem) as string),
    FIRST_ADMINISTRATORS_FILE: write('administrators.json', JSON.stringify(ADMINISTRATORS)),
  };
}

export interface LedgerOptions {
  /** Settings on top of the test's own. */
  readonly env?: NodeJS.ProcessEnv;
  /** Whether a worker runs beside the api, by default true. */
  readonly worker?: boolean;
  /** Keys of the writes of everybody who signs in here, by default random ones. */
  readonly keys?: Keys;
  /** Another ledger's database, which stays when this one stops; by default an empty one. */
  readonly database?: string;
}

/** A whole ledger for a test: its own database, the real api and the real worker. */
export class Ledger {
  private constructor(
    readonly url: string,
    readonly env: NodeJS.ProcessEnv & { readonly DATABASE_URL: string },
    private readonly api: NestExpressApplication,
    private worker: INestApplicationContext | undefined,
    private readonly dropDatabase: () => Promise<void>,
    private readonly keys: Keys | undefined,
  ) {}

  static async start(options: LedgerOptions = {}): Promise<Ledger> {
    const database = options.database
      ? { url: options.database, drop: () => Promise.resolve() }
      : await freshDatabase();
    const env = {
      ...makeSecrets(),
      DATABASE_URL: database.url,
      LOG_ORIGIN: 'test.globalmineralstrust.example/log',
      LOG_INTEGRATION_MS: '20',
      SWEEP_MS: '200',
      RUN_LEASE_SECONDS: '2',
      NOTICES_MS: '50',
      WEBHOOK_PRIVATE_ADDRESSES: 'allowed',
      // Threads run the TypeScript sources too.
      NODE_OPTIONS: `--require "${path.join(__dirname, 'source-register.cjs')}"`,
      ...options.env,
    };
    Object.assign(process.env, env);
    const api = await createApi();
    await api.listen(0, '127.0.0.1');
    const worker = options.worker === false ? undefined : await createWorker();
    const url = (await api.getUrl()).replace('[::1]', '127.0.0.1');
    return new Ledger(url, env, api, worker, () => database.drop(), options.keys);
  }

  get databaseUrl(): string {
    return this.env.DATABASE_URL;
  }

  async stop(): Promise<void> {
    await this.stopWorker();
    await this.api.close();
    await this.dropDatabase();
    for (const name of Object.keys(this.env)) delete process.env[name];
  }

  async startWorker(): Promise<void> {
    this.worker = await createWorker();
  }

  async stopWorker(): Promise<void> {
    await this.worker?.close();
    this.worker = undefined;
  }

  /** Somebody who has signed in. */
  async as(username: string, password: string = PASSWORD): Promise<Caller> {
    const known = ADMINISTRATORS.find((login) => login.username === username);
    return Caller.signIn(this.url, username, known?.password ?? password, this.keys);
  }

  /** A service of the api process, for tests below HTTP. */
  service<Service>(type: abstract new (...args: never[]) => Service): Service {
    return this.api.get(type as unknown as new () => Service);
  }

  anonymous(): Caller {
    return new Caller(this.url, undefined);
  }

  /** Rows straight from the database, as its owner. */
  async rows<Row>(sql: string, parameters: unknown[] = []): Promise<Row[]> {
    const client = new Database({ connectionString: this.databaseUrl });
    await client.connect();
    try {
      return (await client.query(sql, parameters)).rows as Row[];
    } finally {
      await client.end();
    }
  }

  async count(table: 'log_entry' | 'contribution' | 'allocation_run' | 'award'): Promise<number> {
    const [row] = await this.rows<{ n: number }>(`select count(*)::int as n from ${table}`);
    return row?.n ?? 0;
  }
}
