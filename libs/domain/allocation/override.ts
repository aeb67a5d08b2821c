import { DomainError } from '../errors';
import type { PipelineInput, PipelineMember } from './pipeline-values';

/** A deviation from the published inputs: what is changed, why, and who wanted it. */
export interface Override {
  readonly member: string;
  /** Figures of an input or a parameter: an award is never among them. */
  readonly change: Partial<
    Pick<PipelineMember, 'need' | 'essential' | 'equityMultiplier' | 'standing' | 'forms'>
  >;
  readonly reason: string;
  readonly votesFor: bigint;
  readonly votes: bigint;
}

/**
 * Stage 26: the input with a recorded change, for the whole run to be computed again. Refuses as
 * `override-not-carried` a change without a reason or without two thirds of all votes.
 */
export function overrideInput(input: PipelineInput, override: Override): PipelineInput {
  const { member, change, reason, votesFor, votes } = override;
  if (reason.trim() === '' || votes <= 0n || votesFor > votes || 3n * votesFor < 2n * votes) {
    throw new DomainError(
      'rule',
      'override-not-carried',
      'An override needs a stated reason and two thirds of all votes.',
      { votesFor: `${votesFor}`, votes: `${votes}` },
    );
  }
  if (!input.members.some(({ id }) => id === member)) {
    throw new DomainError('not-found', 'member-unknown', `No member ${member} is in this run.`);
  }
  const members = input.members.map((each) => (each.id === member ? { ...each, ...change } : each));
  return { ...input, members };
}
