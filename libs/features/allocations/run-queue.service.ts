import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Config } from '#platform/config/config';
import { JobQueue } from '#platform/queue/job-queue';
import { RunClaimsService } from './run-claims.service';
import { RunExecutorService } from './run-executor.service';

export const RUN_QUEUE = 'allocation-runs';
/** Pause between looks into the outbox. */
const RELAY_MS = 100;
/** Nudges sent in one look. */
const RELAY_BATCH = 100;

/**
 * Carries nudges from the outbox to the queue and runs what they name. A nudge that is lost, sent
 * twice or handled twice does no harm: the sweep repeats it, and the run's row decides.
 */
@Injectable()
export class RunQueue implements BeforeApplicationShutdown {
  private readonly logger = new Logger('queue');
  private queue: JobQueue | undefined;
  private stopped = false;
  private readonly loops: Promise<void>[] = [];
  private readonly wakers = new Set<() => void>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly config: Config,
    private readonly claims: RunClaimsService,
    private readonly executor: RunExecutorService,
  ) {}

  start(): void {
    const queue = JobQueue.open(RUN_QUEUE, this.config, (error) => {
      this.logger.warn(`queue store: ${error.message}`);
    });
    queue.process(({ runId }) => this.executor.execute(runId));
    this.queue = queue;
    this.loops.push(this.every(RELAY_MS, () => this.relay(queue)));
    this.loops.push(this.every(this.config.SWEEP_MS, () => this.claims.nudgeForgotten()));
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    for (const wake of this.wakers) wake();
    await Promise.all(this.loops);
    await this.queue?.close();
  }

  /** Sends unsent nudges; a crash between sending and marking only sends one twice. */
  private async relay(queue: JobQueue): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const nudges = await manager.query<{ id: string; run_id: string }[]>(
        `select id, run_id from nudge where sent_at is null
         order by id limit $1 for update skip locked`,
        [RELAY_BATCH],
      );
      for (const { id, run_id: runId } of nudges) {
        await queue.add(`run-${runId}-${id}`, { runId });
        await manager.query('update nudge set sent_at = clock_timestamp() where id = $1', [id]);
      }
    });
  }

  private async every(pauseMs: number, work: () => Promise<void>): Promise<void> {
    while (!this.stopped) {
      try {
        await work();
      } catch (error) {
        this.logger.warn(`trying again: ${error instanceof Error ? error.message : 'failed'}`);
      }
      await this.pause(pauseMs);
    }
  }

  private pause(milliseconds: number): Promise<void> {
    if (this.stopped) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        this.wakers.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, milliseconds);
      this.wakers.add(wake);
    });
  }
}
