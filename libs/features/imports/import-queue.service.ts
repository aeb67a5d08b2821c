import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { Config } from '#platform/config/config';
import { JobQueue } from '#platform/queue/job-queue';
import { Loops } from '#platform/queue/loops';
import { ImportClaimsService } from './import-claims.service';
import { ImportExecutorService } from './import-executor.service';
import { ImportFilesService } from './import-files.service';

/** Pause between looks for imports that wait. */
const RELAY_MS = 200;
/** Pause between looks for bytes that nobody needs. */
const CLEAN_MS = 600_000;

/**
 * Carries nudges to the queue and works on what they name. The import's row is its own outbox:
 * while it waits and is not worked on, it is nudged again once in a lease's time.
 */
@Injectable()
export class ImportQueue implements BeforeApplicationShutdown {
  private readonly logger = new Logger('import-queue');
  private readonly loops = new Loops(this.logger);
  private queue: JobQueue | undefined;

  constructor(
    private readonly config: Config,
    private readonly claims: ImportClaimsService,
    private readonly executor: ImportExecutorService,
    private readonly files: ImportFilesService,
  ) {}

  start(): void {
    const queue = JobQueue.open('imports', this.config, (error) => {
      this.logger.warn(`queue store: ${error.message}`);
    });
    queue.process(({ id }) => this.executor.execute(id));
    this.queue = queue;
    this.loops.every(RELAY_MS, () => this.relay(queue));
    this.loops.every(CLEAN_MS, () => this.files.dropUnneeded());
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.loops.stop();
    await this.queue?.close();
  }

  private async relay(queue: JobQueue): Promise<void> {
    for (const { id, nudge } of await this.claims.forgotten()) {
      await queue.add(`import-${id}-${nudge}`, { id });
    }
  }
}
