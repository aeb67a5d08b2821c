import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { migrate } from '#platform/database/migrate';
import { freePort, tryPort } from '#platform/postgres-server/free-port';
import { startPostgres, type PostgresServer } from '#platform/postgres-server/postgres-server';
import { AppProcess } from './app-process';
import type { DataFolder } from './data-folder';
import { secretsIn, type SecretFiles } from './secrets';

export type Mode = 'standalone' | 'demo';

export interface SupervisorOptions {
  readonly folder: DataFolder;
  readonly mode: Mode;
  /** The environment to pass on; ours overrides it. */
  readonly environment: NodeJS.ProcessEnv;
  /** One line per step, for the person who waits. */
  readonly report: (line: string) => void;
}

const PORT_DEFAULT = 3000;
const PORTS_TRIED = 100;
/** A killed predecessor's api needs this long to notice and to give its port back. */
const PREDECESSOR_MS_MAX = 5_000;

/** Runs PostgreSQL, then the api and the worker, and stops them in reverse. */
export class Supervisor {
  /** Rejects when a part is given up; never resolves. */
  readonly failed: Promise<never>;
  private fail: (error: Error) => void = () => undefined;
  private stopping = false;
  private starting: Promise<string> | undefined;
  private postgres: PostgresServer | undefined;
  private port = PORT_DEFAULT;
  private readonly apps: AppProcess[] = [];

  constructor(private readonly options: SupervisorOptions) {
    this.failed = new Promise((_, reject) => (this.fail = reject));
    this.failed.catch(() => undefined);
  }

  /** Resolves with the api's base URL when everything is ready. */
  start(): Promise<string> {
    this.starting ??= this.startAll();
    return this.starting;
  }

  /** Worker, api, PostgreSQL: nothing is taken away from something that still uses it. */
  async stop(): Promise<void> {
    this.stopping = true;
    await this.starting?.catch(() => undefined);
    for (const app of this.apps.reverse()) await app.stop();
    await this.postgres?.stop();
    this.options.folder.release();
  }

  /** For the second Ctrl-C: the apps end at once, PostgreSQL is asked as this process exits. */
  kill(): void {
    for (const app of this.apps) app.kill();
  }

  private async startAll(): Promise<string> {
    const { folder, report } = this.options;
    const home = path.join(folder.path, 'postgres');
    const booksExist = fs.existsSync(path.join(home, 'password'));
    const secrets = secretsIn(folder.path, booksExist);
    if (this.options.mode === 'demo') fs.writeFileSync(this.illustrativeMark(), '');
    await this.startDatabase(home);
    const applied = await migrate(this.databaseUrl());
    if (applied.length > 0) report(`Applied ${applied.length} migrations.`);
    this.port = await this.choosePort();
    this.refuseIfStopping();
    // Side by side, as each spends its start on loading its own program.
    const [baseUrl] = await Promise.all([this.startApi(secrets), this.startWorker(secrets)]);
    return baseUrl;
  }

  private async startDatabase(home: string): Promise<void> {
    const postgres = await startPostgres({ dataDir: home });
    this.postgres = postgres;
    const how = postgres.adopted ? 'was still running and is used again' : 'is running';
    this.options.report(`PostgreSQL ${how} on port ${postgres.port}.`);
    this.refuseIfStopping();
    void postgres.ended.then(() => this.replaceDatabase(home, postgres.url));
  }

  /** A server that died is started again; the apps only notice if its address changed. */
  private async replaceDatabase(home: string, formerUrl: string): Promise<void> {
    if (this.stopping) return;
    this.options.report('PostgreSQL ended unasked and is started again.');
    try {
      await this.startDatabase(home);
    } catch (error) {
      this.fail(error as Error);
      return;
    }
    if (this.databaseUrl() !== formerUrl) for (const app of this.apps) app.renew();
  }

  private async startApi(secrets: SecretFiles): Promise<string> {
    const baseUrl = `http://127.0.0.1:${this.port}`;
    await this.startApp('api', secrets, () => answers(`${baseUrl}/readyz`));
    this.options.report(`The API answers on ${baseUrl}.`);
    return baseUrl;
  }

  private async startWorker(secrets: SecretFiles): Promise<void> {
    await this.startApp('worker', secrets, (told) => Promise.resolve(told));
    this.options.report('The worker is ready.');
  }

  private async startApp(
    name: 'api' | 'worker',
    secrets: SecretFiles,
    isReady: (told: boolean) => Promise<boolean>,
  ): Promise<void> {
    const logs = path.join(this.options.folder.path, 'logs');
    fs.mkdirSync(logs, { recursive: true, mode: 0o700 });
    const app = new AppProcess({
      name,
      script: path.join(__dirname, '..', '..', name, 'src', 'main.js'),
      logFile: path.join(logs, `${name}.log`),
      environment: () => this.environmentFor(secrets),
      isReady: (told) => (this.stopping ? Promise.reject(interrupted()) : isReady(told)),
      onGivenUp: (error) => this.fail(error),
    });
    this.apps.push(app);
    await app.start();
  }

  private environmentFor(secrets: SecretFiles): NodeJS.ProcessEnv {
    const { environment } = this.options;
    const illustrative = fs.existsSync(this.illustrativeMark());
    return {
      ...environment,
      ...(illustrative ? { NOTICE: 'illustrative' } : {}),
      DATABASE_URL: this.databaseUrl(),
      HOST: '127.0.0.1',
      PORT: String(this.port),
      JWT_PRIVATE_KEY_FILE: secrets.jwtPrivateKey,
      JWT_PUBLIC_KEY_FILE: secrets.jwtPublicKey,
      LOG_SIGNING_KEY_FILE: secrets.logSigningKey,
      FIRST_ADMINISTRATORS_FILE: secrets.firstAdministrators,
      LOG_ORIGIN: environment['LOG_ORIGIN'] ?? 'standalone.globalmineralstrust.example/log',
    };
  }

  /** Once a folder has held the demo's invented figures, every later start says so. */
  private illustrativeMark(): string {
    return path.join(this.options.folder.path, 'illustrative');
  }

  /** The wanted port, else the next free one; a killed predecessor gets time to give it back. */
  private async choosePort(): Promise<number> {
    const wanted = Number(this.options.environment['PORT']) || PORT_DEFAULT;
    const patience = Date.now() + (this.options.folder.leftBehind ? PREDECESSOR_MS_MAX : 0);
    while (Date.now() < patience && (await tryPort(wanted)) === undefined) await pause(100);
    const port = await freePort(...Array.from({ length: PORTS_TRIED }, (_, i) => wanted + i));
    if (port !== wanted) this.options.report(`Port ${wanted} is taken, so ${port} is used.`);
    return port;
  }

  private databaseUrl(): string {
    if (!this.postgres) throw new Error('PostgreSQL has not been started.');
    return this.postgres.url;
  }

  private refuseIfStopping(): void {
    if (this.stopping) throw interrupted();
  }
}

function interrupted(): Error {
  return new Error('Stopped before everything was started.');
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    await response.arrayBuffer();
    return response.status === 200;
  } catch {
    return false;
  }
}
