import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Config } from '#platform/config/config';
import { JobQueue } from '#platform/queue/job-queue';
import { Loops } from '#platform/queue/loops';
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
  private readonly loops = new Loops(this.logger);

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
    queue.process(({ id }) => this.executor.execute(id));
    this.queue = queue;
    this.loops.every(RELAY_MS, () => this.relay(queue));
    this.loops.every(this.config.SWEEP_MS, () => this.claims.nudgeForgotten());
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.loops.stop();
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
        await queue.add(`run-${runId}-${id}`, { id: runId });
        await manager.query('update nudge set sent_at = clock_timestamp() where id = $1', [id]);
      }
    });
  }
}
