import { Injectable, Logger } from '@nestjs/common';
import type { RunRecord } from '#domain/allocation/run-record';
import { Config } from '#platform/config/config';
import { LimitedThreads } from '#platform/threads/limited-threads';
import { RunClaimsService } from './run-claims.service';
import type { Claim } from './run-fence';

/** What ends a run for good; the largest that were measured take seconds and some 100 MB. */
const LIMITS = { threadsMax: 1, waitingMax: 16, secondsMax: 600, heapMbMax: 2_048 };
/** Times that a claim is renewed before it would have expired. */
const BEATS_A_LEASE = 4;

/** Computes runs beside the event loop, so that the worker's other work and its lease go on. */
@Injectable()
export class RunComputationService {
  private readonly logger = new Logger('allocation-runs');
  private readonly threads: LimitedThreads<string, RunRecord>;
  private readonly beatMs: number;

  constructor(
    private readonly claims: RunClaimsService,
    { NODE_OPTIONS, RUN_LEASE_SECONDS }: Config,
  ) {
    this.threads = new LimitedThreads(require.resolve('./run-thread'), LIMITS, NODE_OPTIONS);
    this.beatMs = (RUN_LEASE_SECONDS * 1_000) / BEATS_A_LEASE;
  }

  /** Refuses what dividing refuses, and `computation-beyond-limits`. */
  async compute(claim: Claim, snapshot: string): Promise<RunRecord> {
    const heart = setInterval(() => void this.beat(claim), this.beatMs);
    try {
      return await this.threads.run(snapshot);
    } finally {
      clearInterval(heart);
    }
  }

  /** A beat that is missed only lets somebody else begin, whom the fence then prefers. */
  private async beat(claim: Claim): Promise<void> {
    await this.claims.renew(claim).catch((error: unknown) => {
      this.logger.warn(`run ${claim.runId}: its claim was not renewed: ${String(error)}`);
    });
  }
}
