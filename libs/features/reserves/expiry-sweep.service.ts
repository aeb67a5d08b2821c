import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { Config } from '#platform/config/config';
import { Loops } from '#platform/queue/loops';
import { ExpiryService } from './expiry.service';

/** Looks for pending transfers that have expired again and again, in any number of workers. */
@Injectable()
export class ExpirySweep implements BeforeApplicationShutdown {
  private readonly loops = new Loops(new Logger('expiry'));

  constructor(
    private readonly config: Config,
    private readonly expiry: ExpiryService,
  ) {}

  start(): void {
    this.loops.every(this.config.SWEEP_MS, async () => {
      while ((await this.expiry.endExpired()) > 0);
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.loops.stop();
  }
}
