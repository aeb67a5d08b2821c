import { Injectable } from '@nestjs/common';
import type { Simulated } from '#domain/problem/simulate';
import { Config } from '#platform/config/config';
import { LimitedThreads } from '#platform/threads/limited-threads';
import type { SimulationTask } from './simulation-task';

const LIMITS = { threadsMax: 2, waitingMax: 16, secondsMax: 20, heapMbMax: 512 };

/** All simulations of a process share these threads. */
@Injectable()
export class SimulationThreads {
  private readonly threads: LimitedThreads<SimulationTask, Simulated>;

  constructor({ NODE_OPTIONS }: Config) {
    this.threads = new LimitedThreads(require.resolve('./simulation-thread'), LIMITS, NODE_OPTIONS);
  }

  /** Refuses what the simulation refuses, and `computation-beyond-limits`. */
  run(task: SimulationTask): Promise<Simulated> {
    return this.threads.run(task);
  }
}
