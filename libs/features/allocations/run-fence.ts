import { createHash } from 'node:crypto';
import { DomainError } from '#domain/errors';
import { CommandContext } from '#platform/database/command-context';
import type { AllocationRunEntity } from './allocation-run.entity';

/** One worker's claim on a run. `attempt` is the fence: a newer claim makes this one void. */
export interface Claim {
  readonly runId: string;
  readonly attempt: number;
}

export const TAKEN_OVER = 'run-taken-over';

/** Refuses as `run-taken-over` when another worker claimed the run since, or it moved on. */
export function requireClaim(run: AllocationRunEntity, claim: Claim): void {
  if (run.attempt === claim.attempt && run.state === 'running') return;
  throw new DomainError('conflict', TAKEN_OVER, 'Another worker has taken over this run.');
}

/** The worker's command for one step of one claim; the same step of a claim happens once. */
export function workerCommand(claim: Claim, step: 'freeze' | 'propose' | 'fail'): CommandContext {
  return new CommandContext(
    { id: 'system', role: 'system', member: null },
    `${claim.runId}/${claim.attempt}/${step}`,
    `allocation-run ${step}`,
    createHash('sha256').digest(),
  );
}
