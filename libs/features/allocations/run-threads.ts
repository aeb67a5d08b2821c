import { Injectable } from '@nestjs/common';
import type { RunRecord } from '#domain/allocation/run-record';
import { Config } from '#platform/config/config';
import { LimitedThreads } from '#platform/threads/limited-threads';

/** What ends a run for good. */
const LIMITS = { threadsMax: 1, waitingMax: 16, secondsMax: 600, heapMbMax: 2_048 };

/** Computes runs beside the event loop, so that the worker's other work goes on. */
@Injectable()
export class RunThreads {
  private readonly threads: LimitedThreads<string, RunRecord>;

  constructor({ NODE_OPTIONS }: Config) {
    this.threads = new LimitedThreads(require.resolve('./run-thread'), LIMITS, NODE_OPTIONS);
  }

  /** Refuses what dividing the snapshot refuses, and `computation-beyond-limits`. */
  run(snapshot: string): Promise<RunRecord> {
    return this.threads.run(snapshot);
  }
}
