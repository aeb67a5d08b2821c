import { DomainError } from '../errors';
import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import { ADAMS, byDivisor, DEAN, HILL_HUNTINGTON } from './divisor-methods';
import { JEFFERSON_DHONDT, WEBSTER_SAINTE_LAGUE } from './divisor-methods';
import { largestRemainder } from './largest-remainder';
import { quotaMethod } from './quota-method';
import { sumOf } from './quotas';
import type { Election } from './quotas';

const METHODS = {
  hamilton: largestRemainder,
  jefferson_dhondt: (election) => byDivisor(JEFFERSON_DHONDT, election),
  webster_sainte_lague: (election) => byDivisor(WEBSTER_SAINTE_LAGUE, election),
  adams: (election) => byDivisor(ADAMS, election),
  hill_huntington: (election) => byDivisor(HILL_HUNTINGTON, election),
  dean: (election) => byDivisor(DEAN, election),
  quota_balinski_young: quotaMethod,
} satisfies Record<string, (election: Election) => readonly bigint[]>;

export type ApportionmentMethod = keyof typeof METHODS;

export const APPORTIONMENT_METHODS = Object.keys(METHODS) as readonly ApportionmentMethod[];

/**
 * The seats of a house, by party, in proportion to votes of 0 or more; whole seats that sum to the
 * house, unless there is no party at all. Ties go to the earlier party. Exact for any votes and
 * any house; a party without a vote gets no seat. Refuses as `no-votes` a house without any
 * vote, and as `house-too-large` what the quota method cannot fill.
 */
export function apportion(
  method: ApportionmentMethod,
  votes: readonly Rational[],
  house: bigint,
): readonly bigint[] {
  const perVote = rational.commonDenominator(votes);
  const whole = votes.map(({ p, q }) => p * (perVote / q));
  const total = sumOf(whole);
  if (total > 0n) return METHODS[method]({ votes: whole, house, total });
  if (house > 0n && votes.length > 0) {
    const message = 'Nobody has a vote: there is nothing to give the seats by.';
    throw new DomainError('rule', 'no-votes', message, { pointer: '/votes' });
  }
  return votes.map(() => 0n);
}
