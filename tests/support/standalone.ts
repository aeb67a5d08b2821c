import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { removeServerFiles } from '#platform/postgres-server/placement';
import { signal } from './processes';

const ROOT = path.resolve(__dirname, '..', '..');
const PATIENCE_MS = 150_000;

/**
 * Builds what changed since the last build, as the command of the README does, so that a test of
 * the built programs never runs a stale build.
 */
export function buildWhatChanged(): void {
  const command = [path.join(ROOT, 'infra', 'scripts', 'demo.cjs'), '--list'];
  const { status, stderr } = spawnSync(process.execPath, command, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`The build failed: ${stderr}`);
}

/** Runs `gmt` as a user does, from the build. */
export async function gmt(...args: string[]): Promise<{ status: number | null; text: string }> {
  const command = [path.join(ROOT, 'infra', 'scripts', 'gmt.cjs'), ...args];
  const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  }
  const status = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { status, text };
}

/** A data folder of a test's own, with what an embedded server keeps in it. */
export class TestDataFolder {
  readonly path = fs.mkdtempSync(path.join(os.tmpdir(), 'gmt-standalone-'));

  /** The database of the running server. */
  databaseUrl(): string {
    const kept = (name: string): string =>
      fs.readFileSync(path.join(this.path, 'postgres', name), 'utf8').trim();
    return `postgres://postgres:${kept('password')}@127.0.0.1:${kept('port')}/gmt`;
  }

  /** Rows straight from the running server's database, as its superuser. */
  async rows<Row>(sql: string, parameters: unknown[] = []): Promise<Row[]> {
    const client = new Client({ connectionString: this.databaseUrl() });
    await client.connect();
    try {
      return (await client.query(sql, parameters)).rows as Row[];
    } finally {
      await client.end();
    }
  }

  /** Name and password of the two administrators. */
  administrators(): { username: string; password: string }[] {
    const file = path.join(this.path, 'secrets', 'first-administrators.json');
    return JSON.parse(fs.readFileSync(file, 'utf8')) as { username: string; password: string }[];
  }

  /** Live processes that work on this folder, by the folder's name in their words or settings. */
  processes(): { pid: number; command: string }[] {
    return fs.readdirSync('/proc').flatMap((name) => {
      if (!/^\d+$/.test(name) || Number(name) === process.pid) return [];
      const command = factOf(name, 'cmdline');
      const named = `${command}\n${factOf(name, 'environ')}`.includes(this.path);
      return named ? [{ pid: Number(name), command }] : [];
    });
  }

  /** The process of PostgreSQL itself, once it is ready. */
  postmaster(): number {
    const location = path.join(this.path, 'postgres', 'location');
    const place = fs.existsSync(location) ? fs.readFileSync(location, 'utf8').trim() : undefined;
    const home = place ?? path.join(this.path, 'postgres');
    return Number(
      fs.readFileSync(path.join(home, 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0],
    );
  }

  /** Ends whatever a failed test left running here, and removes everything. */
  async remove(): Promise<void> {
    for (let round = 0; round < 100; round += 1) {
      const left = this.processes();
      if (left.length === 0) break;
      for (const { pid } of left) signal(pid, 'SIGKILL');
      await pause(50);
    }
    removeServerFiles(path.join(this.path, 'postgres'));
    fs.rmSync(this.path, { recursive: true, force: true });
  }
}

function factOf(pid: string, name: string): string {
  try {
    return fs.readFileSync(`/proc/${pid}/${name}`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return '';
  }
}

/** The built standalone app as a process of its own. */
export class Standalone {
  private output = '';
  private readonly ended: Promise<number | null>;

  private constructor(private readonly child: ChildProcess) {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    }
    this.ended = new Promise((resolve) => child.once('close', resolve));
  }

  /** Arguments are none, or `demo` and its options. */
  static start(folder: TestDataFolder, ...args: string[]): Standalone {
    const program = path.join(ROOT, 'dist', 'apps', 'standalone', 'src', 'main.js');
    const { REDIS_URL: _redis, ...env } = process.env;
    const child = spawn(process.execPath, [program, ...args], {
      cwd: ROOT,
      env: { ...env, GMT_DATA_DIR: folder.path, PORT: '4300' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new Standalone(child);
  }

  get text(): string {
    return this.output;
  }

  /** Waits for the output to show this; refuses when the process ends without it. */
  async shows(pattern: RegExp): Promise<RegExpExecArray> {
    let running = true;
    void this.ended.then(() => (running = false));
    for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await pause(10)) {
      const found = pattern.exec(this.output);
      if (found) return found;
      if (!running) break;
    }
    throw new Error(`It did not show ${String(pattern)}:\n${this.output}`);
  }

  /** Where the API answers. */
  async url(): Promise<string> {
    return (await this.shows(/The API answers on (\S+)\.\n/))[1] ?? '';
  }

  /** Resolves with the exit status; null when it was killed. */
  end(): Promise<number | null> {
    return this.ended;
  }

  /** Ctrl-C. */
  interrupt(): Promise<number | null> {
    this.child.kill('SIGINT');
    return this.ended;
  }

  /** kill -9. */
  kill(): Promise<number | null> {
    this.child.kill('SIGKILL');
    return this.ended;
  }
}
