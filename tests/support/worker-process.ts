import { fork, type ChildProcess } from 'node:child_process';
import * as path from 'node:path';

const ROOT = path.resolve(__dirname, '..', '..');

/** The real worker as a process of its own, to be killed. */
export class WorkerProcess {
  private constructor(private readonly child: ChildProcess) {}

  /** Resolves when the worker says that it is at work. `preloaded` is run before it, if given. */
  static async start(env: NodeJS.ProcessEnv, ...preloaded: string[]): Promise<WorkerProcess> {
    const child = fork(path.join(ROOT, 'apps', 'worker', 'src', 'main.ts'), {
      cwd: ROOT,
      env: { ...process.env, ...env },
      execArgv: ['source-register.cjs', ...preloaded].flatMap((file) => {
        return ['--require', path.join(__dirname, file)];
      }),
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    await new Promise<void>((resolve, reject) => {
      child.once('message', () => resolve());
      child.once('exit', (code) => reject(new Error(`the worker ended with ${code}`)));
    });
    return new WorkerProcess(child);
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  signal(name: 'SIGSTOP' | 'SIGCONT' | 'SIGUSR2'): void {
    this.child.kill(name);
  }

  /** kill -9; a second time does nothing. */
  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGKILL');
    await gone;
  }
}
