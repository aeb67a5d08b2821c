import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { Config } from '#platform/config/config';
import { Loops } from '#platform/queue/loops';
import { ClockActs } from './clock-acts.service';

/** Looks for deadlines that have come again and again, in any number of workers. */
@Injectable()
export class ClockSweep implements BeforeApplicationShutdown {
  private readonly loops = new Loops(new Logger('clock'));

  constructor(
    private readonly config: Config,
    private readonly acts: ClockActs,
  ) {}

  start(): void {
    this.loops.every(this.config.SWEEP_MS, async () => {
      while ((await this.acts.sweep()) > 0);
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.loops.stop();
  }
}
