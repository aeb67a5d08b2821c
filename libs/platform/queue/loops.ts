import type { Logger } from '@nestjs/common';

/** Work that is done again and again, with pauses, until it is stopped. */
export class Loops {
  private stopped = false;
  private readonly running: Promise<void>[] = [];
  private readonly wakers = new Set<() => void>();

  constructor(private readonly logger: Logger) {}

  /** Begins at once; a failure is logged and tried again after the pause. */
  every(pauseMs: number, work: () => Promise<void>): void {
    this.running.push(this.repeat(pauseMs, work));
  }

  /** Resolves when what is being done now is done. */
  async stop(): Promise<void> {
    this.stopped = true;
    for (const wake of this.wakers) wake();
    await Promise.all(this.running);
  }

  private async repeat(pauseMs: number, work: () => Promise<void>): Promise<void> {
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
