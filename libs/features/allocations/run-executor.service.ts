import { Injectable, Logger } from '@nestjs/common';
import { DomainError } from '#domain/errors';
import { ATTEMPTS_MAX, RunClaimsService } from './run-claims.service';
import { TAKEN_OVER, type Claim } from './run-fence';
import { RunFreezeService } from './run-freeze.service';
import { RunProposeService } from './run-propose.service';
import { RunThreads } from './run-threads';

/** Takes a run from queued to proposed. Safe to call any number of times, from any worker. */
@Injectable()
export class RunExecutorService {
  private readonly logger = new Logger('allocation-runs');

  constructor(
    private readonly claims: RunClaimsService,
    private readonly freezer: RunFreezeService,
    private readonly threads: RunThreads,
    private readonly proposer: RunProposeService,
  ) {}

  async execute(runId: string): Promise<void> {
    const claim = await this.claims.claim(runId);
    if (claim === null) return;
    try {
      await this.claims.whileKept(claim, () => this.compute(claim));
    } catch (error) {
      await this.giveUp(claim, error);
    }
  }

  private async compute(claim: Claim): Promise<void> {
    if (claim.attempt > ATTEMPTS_MAX) {
      await this.proposer.fail(claim, `No worker finished it in ${ATTEMPTS_MAX} attempts.`);
      return;
    }
    const text = await this.freezer.freeze(claim);
    const record = await this.threads.run(text);
    await this.proposer.propose(claim, record);
  }

  /** A refusal ends the run with its reason; anything else is left to the next claim. */
  private async giveUp(claim: Claim, error: unknown): Promise<void> {
    if (!(error instanceof DomainError)) {
      this.logger.error(`run ${claim.runId}, attempt ${claim.attempt}`, error);
      throw error;
    }
    this.logger.warn(`run ${claim.runId}: ${error.code}: ${error.message}`);
    if (error.code !== TAKEN_OVER) await this.proposer.fail(claim, error.message);
  }
}
