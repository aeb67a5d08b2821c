import { Injectable, Logger } from '@nestjs/common';
import { DomainError } from '#domain/errors';
import { ImportCheckService } from './import-check.service';
import {
  ImportClaimsService,
  TAKEN_OVER,
  TRIES_MAX,
  type ImportClaim,
} from './import-claims.service';
import { ImportCommitService } from './import-commit.service';
import { ImportInspectService } from './import-inspect.service';

const GAVE_UP = 'import-gave-up';

/** Does the step that an import waits for. Safe to call any number of times, from any worker. */
@Injectable()
export class ImportExecutorService {
  private readonly logger = new Logger('imports');

  constructor(
    private readonly claims: ImportClaimsService,
    private readonly inspector: ImportInspectService,
    private readonly checker: ImportCheckService,
    private readonly committer: ImportCommitService,
  ) {}

  async execute(id: string): Promise<void> {
    const claim = await this.claims.claim(id);
    if (claim === null) return;
    try {
      await this.step(claim);
    } catch (error) {
      await this.giveUp(claim, error);
    }
  }

  private async step(claim: ImportClaim): Promise<void> {
    const { state, tries } = claim.row;
    if (tries > TRIES_MAX) {
      const message = `No worker finished it in ${TRIES_MAX} attempts.`;
      throw new DomainError('conflict', GAVE_UP, message);
    }
    if (state === 'uploaded') await this.inspector.inspect(claim);
    else if (state === 'confirmed') await this.checker.check(claim);
    else await this.committer.commit(claim);
  }

  /** A refusal ends the import with its reason; anything else is left to the next claim. */
  private async giveUp(claim: ImportClaim, error: unknown): Promise<void> {
    const { id, attempt } = claim.row;
    if (!(error instanceof DomainError)) {
      this.logger.error(`import ${id}, attempt ${attempt}`, error);
      throw error;
    }
    if (error.code === GAVE_UP) this.logger.error(`import ${id}: ${error.message}`);
    if (error.code !== TAKEN_OVER) await this.claims.fail(claim, error);
  }
}
