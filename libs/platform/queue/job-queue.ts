import { createPostgresBackend, Queue, withBackend, Worker, type WorkerOptions } from 'bullmq';
import type { Config } from '../config/config';

/** A job is only a nudge: it names a row, and the row is the truth. */
export interface Nudge {
  readonly id: string;
}

/** How long an `add` may take before the outbox keeps the nudge for later. */
const ADD_TIMEOUT_MS = 2_000;
/** Without it a black-holed connection would leave a worker waiting for ever. */
const SOCKET_TIMEOUT_MS = 5_000;
/** How long a store may take to answer at the end, and then to let us hang up. */
const FAREWELL_MS_MAX = 4_000;
const HANG_UP_MS_MAX = 500;

const JOB_OPTIONS = { removeOnComplete: true, removeOnFail: true, attempts: 1 };
const WORKER_OPTIONS = {
  concurrency: 1,
  lockDuration: 30_000,
  stalledInterval: 15_000,
  drainDelay: 2,
} satisfies Partial<WorkerOptions>;

type QueuePart = Pick<Queue<Nudge>, 'add' | 'close' | 'disconnect'>;
type WorkerPart = Pick<Worker<Nudge>, 'pause' | 'close'>;
type Handle = (nudge: Nudge) => Promise<void>;

/**
 * One queue on Redis when REDIS_URL is set, else in PostgreSQL. Both lose nothing that matters:
 * what is not handled is nudged again from the outbox.
 */
export class JobQueue {
  private worker: WorkerPart | undefined;
  private readonly running = new Set<Promise<void>>();

  private constructor(
    private readonly queue: QueuePart,
    private readonly startWorker: (handle: Handle) => WorkerPart,
  ) {}

  /** `onError` hears of connection trouble, which the queue itself recovers from. */
  static open(name: string, config: Config, onError: (error: Error) => void): JobQueue {
    return config.REDIS_URL === undefined
      ? JobQueue.onPostgres(name, config.DATABASE_URL, onError)
      : JobQueue.onRedis(name, config.REDIS_URL, onError);
  }

  private static onPostgres(
    name: string,
    connectionString: string,
    onError: (error: Error) => void,
  ): JobQueue {
    const backend = withBackend(createPostgresBackend);
    const connection = { connectionString, max: 3, connectionTimeoutMillis: 5_000 };
    const queue = new backend.Queue<Nudge>(name, { connection });
    queue.on('error', onError);
    return new JobQueue(queue, (handle) => {
      const work = (job: { data: Nudge }): Promise<void> => handle(job.data);
      const worker = new backend.Worker<Nudge>(name, work, { connection, ...WORKER_OPTIONS });
      worker.on('error', onError);
      return worker;
    });
  }

  private static onRedis(name: string, url: string, onError: (error: Error) => void): JobQueue {
    const queue = new Queue<Nudge>(name, {
      connection: { url, maxRetriesPerRequest: 1, enableOfflineQueue: false },
    });
    queue.on('error', onError);
    return new JobQueue(queue, (handle) => {
      const worker = new Worker<Nudge>(name, (job) => handle(job.data), {
        connection: { url, maxRetriesPerRequest: null, socketTimeout: SOCKET_TIMEOUT_MS },
        ...WORKER_OPTIONS,
      });
      worker.on('error', onError);
      return worker;
    });
  }

  /** Adds a nudge; rejects after two seconds rather than wait for a store that is away. */
  async add(jobId: string, nudge: Nudge): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error('the queue did not answer')), ADD_TIMEOUT_MS);
    });
    try {
      await Promise.race([this.queue.add('nudge', nudge, { ...JOB_OPTIONS, jobId }), late]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Starts handling nudges. `handle` must be safe to run twice for the same nudge. */
  process(handle: Handle): void {
    this.worker = this.startWorker(async (nudge) => {
      const work = handle(nudge);
      this.running.add(work);
      try {
        await work;
      } finally {
        this.running.delete(work);
      }
    });
  }

  /** Lets the running handler finish, then lets go of the store, within 5 s also if it is away. */
  async close(): Promise<void> {
    const { worker, queue } = this;
    // Only a close that is forced from the start stops all timers of a worker without its store.
    const quiet = worker?.pause() ?? Promise.resolve();
    quiet.catch(() => undefined);
    await Promise.allSettled([...this.running]);
    const isPresent = await endsWithin(FAREWELL_MS_MAX, quiet);
    await endsWithin(HANG_UP_MS_MAX, worker?.close(!isPresent) ?? Promise.resolve());
    await endsWithin(HANG_UP_MS_MAX, isPresent ? queue.close() : queue.disconnect());
  }
}

/** True when this succeeds in time. */
async function endsWithin(milliseconds: number, work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds);
  });
  const succeeded = work.then(
    () => true,
    () => false,
  );
  try {
    return await Promise.race([succeeded, late]);
  } finally {
    clearTimeout(timer);
  }
}
