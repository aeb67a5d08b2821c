import { DomainError } from '../../errors';

/** The refusal of a rule whose exact answer for so many claimants would take too long. */
export function tooManyClaimants(rule: string, most: number, claimants: number): DomainError {
  const message = `${rule} is exact for up to ${most} claimants, not for ${claimants}.`;
  const facts = { pointer: '/claims', claimants: `${claimants}` };
  return new DomainError('rule', 'too-many-claimants', message, facts);
}
