import { createPostgresBackend, Queue, withBackend, Worker, type WorkerOptions } from 'bullmq';
import type { Config } from '../config/config';

/** A job is only a nudge: it names a row, and the row is the truth. */
export interface Nudge {
  readonly runId: string;
}

/** How long an `add` may take before the outbox keeps the nudge for later. */
const ADD_TIMEOUT_MS = 2_000;
/** Without it a black-holed connection would leave a worker waiting for ever. */
const SOCKET_TIMEOUT_MS = 10_000;

const JOB_OPTIONS = { removeOnComplete: true, removeOnFail: true, attempts: 1 };
const WORKER_OPTIONS = {
  concurrency: 1,
  lockDuration: 30_000,
  stalledInterval: 15_000,
  drainDelay: 2,
} satisfies Partial<WorkerOptions>;

type QueuePart = Pick<Queue<Nudge>, 'add' | 'close'>;
type WorkerPart = { close(): Promise<void> };
type Handle = (nudge: Nudge) => Promise<void>;

/**
 * One queue on Redis when REDIS_URL is set, else in PostgreSQL. Both lose nothing that matters:
 * what is not handled is nudged again from the outbox.
 */
export class JobQueue {
  private worker: WorkerPart | undefined;

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
    this.worker = this.startWorker(handle);
  }

  /** Lets the running handler finish, then lets go of the store. */
  async close(): Promise<void> {
    await this.worker?.close();
    await this.queue.close();
  }
}
