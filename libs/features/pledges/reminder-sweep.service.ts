import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { Config } from '#platform/config/config';
import { Loops } from '#platform/queue/loops';
import { RemindersService } from './reminders.service';

/** Looks for due instalments again and again, in any number of workers. */
@Injectable()
export class ReminderSweep implements BeforeApplicationShutdown {
  private readonly loops = new Loops(new Logger('reminders'));

  constructor(
    private readonly config: Config,
    private readonly reminders: RemindersService,
  ) {}

  start(): void {
    this.loops.every(this.config.REMINDERS_MS, async () => {
      await this.reminders.sweep();
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.loops.stop();
  }
}
