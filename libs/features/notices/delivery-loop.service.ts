import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { Config } from '#platform/config/config';
import { Loops } from '#platform/queue/loops';
import { DeliveryService } from './delivery.service';

/** Looks for deliveries that are due again and again, in any number of workers. */
@Injectable()
export class DeliveryLoop implements BeforeApplicationShutdown {
  private readonly loops = new Loops(new Logger('notices'));

  constructor(
    private readonly config: Config,
    private readonly delivery: DeliveryService,
  ) {}

  start(): void {
    this.loops.every(this.config.NOTICES_MS, async () => {
      while ((await this.delivery.deliver()) > 0);
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.loops.stop();
  }
}
