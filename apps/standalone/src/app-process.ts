import { fork, type ChildProcess } from 'node:child_process';
import * as fs from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { StartError } from './start-error';

/** One app that runs as a process of its own. */
export interface AppPlan {
  readonly name: string;
  readonly script: string;
  readonly logFile: string;
  /** Asked anew before each start. */
  readonly environment: () => NodeJS.ProcessEnv;
  /** Asked until it says yes; `told` is true once the app has sent the message 'ready'. */
  readonly isReady: (told: boolean) => Promise<boolean>;
  /** Called once when the app keeps dying and is given up. */
  readonly onGivenUp: (error: Error) => void;
}

const READY_MS_MAX = 60_000;
const END_MS_MAX = 10_000;
const BACKOFF_MS_MIN = 250;
const BACKOFF_MS_MAX = 8_000;
/** More deaths than this in the window mean that starting again does not help. */
const DEATHS_MAX = 5;
const DEATHS_WINDOW_MS = 60_000;
const LOG_BYTES_MAX = 10_000_000;
const LOG_TAIL_CHARS = 2_000;

/** Keeps one app running: starts it, starts it again when it dies, and stops it. */
export class AppProcess {
  private child: ChildProcess | undefined;
  private told = false;
  private everReady = false;
  private stopping = false;
  private fatal: Error | undefined;
  private deaths: number[] = [];
  private logStart = 0;

  constructor(private readonly plan: AppPlan) {}

  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** Resolves when the app is ready to work. */
  async start(): Promise<void> {
    this.turnLog();
    this.fork();
    const deadline = Date.now() + READY_MS_MAX;
    while (!(await this.plan.isReady(this.told))) {
      if (this.fatal) throw this.fatal;
      if (this.stopping) throw new Error(`The ${this.plan.name} was stopped before it was ready.`);
      if (Date.now() > deadline) throw this.complaint('is not ready after a minute');
      await pause(50);
    }
    this.everReady = true;
  }

  /** Asks the app to end, and ends it when it does not within 10 s. */
  async stop(): Promise<void> {
    this.stopping = true;
    const child = this.child;
    if (child && isRunning(child)) await end(child);
  }

  /** Ends it without waiting. */
  kill(): void {
    this.stopping = true;
    this.child?.kill('SIGKILL');
  }

  /**
   * Has it end and start again, with a new environment. What it waits for may be gone for good, so
   * it gets no longer than `stop` gives it.
   */
  renew(): void {
    if (this.child && isRunning(this.child)) void end(this.child);
  }

  /** Detached, so that Ctrl-C in the terminal reaches the parent alone, which stops in order. */
  private fork(): void {
    const log = fs.openSync(this.plan.logFile, 'a', 0o600);
    this.told = false;
    const child = fork(this.plan.script, [], {
      env: this.plan.environment(),
      execArgv: ['--enable-source-maps', '--require', require.resolve('./lifeline')],
      stdio: ['ignore', log, log, 'ipc'],
      detached: true,
    });
    fs.closeSync(log);
    child.on('message', (message) => (this.told ||= isReadyMessage(message)));
    child.once('error', () => this.onDeath());
    child.once('exit', () => this.onDeath());
    this.child = child;
  }

  private onDeath(): void {
    if (this.stopping || this.fatal) return;
    const now = Date.now();
    this.deaths = [...this.deaths, now].filter((at) => at > now - DEATHS_WINDOW_MS);
    if (this.deaths.length > (this.everReady ? DEATHS_MAX : 1)) {
      this.fatal = this.complaint('keeps ending');
      this.plan.onGivenUp(this.fatal);
      return;
    }
    const backoff = Math.min(BACKOFF_MS_MIN * 2 ** (this.deaths.length - 1), BACKOFF_MS_MAX);
    setTimeout(() => {
      if (!this.stopping) this.fork();
    }, backoff);
  }

  private turnLog(): void {
    const { logFile } = this.plan;
    const size = fs.statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;
    if (size > LOG_BYTES_MAX) fs.renameSync(logFile, `${logFile}.1`);
    else this.logStart = size;
  }

  private complaint(what: string): Error {
    const { name, logFile } = this.plan;
    const text = fs.readFileSync(logFile).subarray(this.logStart).toString();
    const tail = text.slice(-LOG_TAIL_CHARS).trim();
    return new StartError(`The ${name} ${what}. Its log, ${logFile}, ends:\n${tail}`);
  }
}

async function end(child: ChildProcess): Promise<void> {
  const exit = new Promise((resolve) => child.once('exit', resolve));
  const force = setTimeout(() => child.kill('SIGKILL'), END_MS_MAX);
  child.kill('SIGTERM');
  await exit;
  clearTimeout(force);
}

function isRunning(child: ChildProcess): boolean {
  return child.pid !== undefined && child.exitCode === null && child.signalCode === null;
}

function isReadyMessage(message: unknown): boolean {
  if (message === 'ready') return true;
  return typeof message === 'object' && message !== null && 'type' in message
    ? message.type === 'ready'
    : false;
}
