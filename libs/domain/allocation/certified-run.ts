import { DomainError } from '../errors';
import type { Assumptions } from '../release/assumptions';
import type { Snapshot } from '../release/snapshot';
import { checkDivision } from './check-division';
import { divisionOf } from './division-record';
import { computeRun } from './replay';
import type { ComputedRun } from './replay';

/**
 * A run whose own certificate proves its awards, of the worker as of a simulation. Refuses
 * `certificate-invalid`, and `engine-version-unknown` as `replay` does.
 */
export function certifiedRun(snapshot: Snapshot, assumed?: Assumptions): ComputedRun {
  const run = computeRun(snapshot, assumed);
  const [fault] = checkDivision(divisionOf(run.record));
  if (fault === undefined) return run;
  const message = `The certificate of the run does not hold: ${fault}.`;
  throw new DomainError('rule', 'certificate-invalid', message, { fault });
}
