import { Worker } from 'node:worker_threads';
import { DomainError } from '#domain/errors';
import { BusyError } from '../http/problem';

/** What the threads of one kind may use. */
export interface ThreadLimits {
  /** At work at once. */
  readonly threadsMax: number;
  /** Waiting for a thread; who comes on top is told to try again (`busy`). */
  readonly waitingMax: number;
  readonly secondsMax: number;
  readonly heapMbMax: number;
}

/** What a thread answers: what it found, or the parts of a refusal. */
export type ThreadAnswer<Found> =
  | { readonly found: Found }
  | { readonly refusal: Pick<DomainError, 'kind' | 'code' | 'message' | 'facts'> };

/**
 * Work that would hold up the event loop, each piece in a thread of its own that is ended when it
 * takes too much. `file` posts one `ThreadAnswer` for the task in its `workerData`.
 */
export class LimitedThreads<Task, Found> {
  private atWork = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly file: string,
    private readonly limits: ThreadLimits,
    private readonly nodeOptions = '',
  ) {}

  /** Refuses what the thread refuses, and `computation-beyond-limits`. */
  async run(task: Task): Promise<Found> {
    await this.turn();
    try {
      const answer = await this.answer(task);
      if ('found' in answer) return answer.found;
      const { kind, code, message, facts } = answer.refusal;
      throw new DomainError(kind, code, message, facts);
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.atWork -= 1;
    }
  }

  /** Resolves when a thread may be started; the one before hands its place on. */
  private async turn(): Promise<void> {
    if (this.atWork < this.limits.threadsMax) {
      this.atWork += 1;
      return;
    }
    if (this.waiting.length >= this.limits.waitingMax) {
      throw new BusyError('Many computations are waiting; try again in a moment.');
    }
    await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  private answer(task: Task): Promise<ThreadAnswer<Found>> {
    const { secondsMax, heapMbMax } = this.limits;
    const thread = new Worker(this.file, {
      workerData: task,
      // No setting and no secret: only how Node itself is started.
      env: { NODE_OPTIONS: this.nodeOptions },
      resourceLimits: { maxOldGenerationSizeMb: heapMbMax },
    });
    return new Promise<ThreadAnswer<Found>>((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(beyondLimits(`${secondsMax} seconds`));
        void thread.terminate();
      }, secondsMax * 1_000);
      thread.once('message', resolve);
      thread.once('error', (error: NodeJS.ErrnoException) => {
        const isTooLarge = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
        reject(isTooLarge ? beyondLimits(`${heapMbMax} MB of memory`) : error);
      });
      thread.once('exit', () => {
        clearTimeout(timer);
        reject(new Error('the thread ended without an answer'));
      });
    });
  }
}

function beyondLimits(limit: string): DomainError {
  const message = `This takes more than ${limit}; ask for less.`;
  return new DomainError('rule', 'computation-beyond-limits', message, { limit });
}
