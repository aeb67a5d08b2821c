import { apportion } from '../apportionment/apportion';
import { DomainError } from '../errors';
import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';

export interface CollectiveShares {
  /** In the order of the members. */
  readonly exact: readonly Rational[];
  /** Whole units by largest remainder, ties to the earlier member; null for a broken total. */
  readonly whole: readonly bigint[] | null;
}

/**
 * A co-ordinated response of the IEA: each member contributes to a release of `total` in proportion
 * to its consumption. Refuses as `no-consumption` a release that nobody's consumption can share.
 */
export function collectiveShares(
  total: Rational,
  consumption: readonly Rational[],
): CollectiveShares {
  const all = rational.sum(consumption);
  if (all.p === 0n && total.p > 0n && consumption.length > 0) {
    const message = 'Nobody consumes anything, so nothing says who contributes how much.';
    throw new DomainError('rule', 'no-consumption', message, { pointer: '/consumption' });
  }
  const perUnit = all.p === 0n ? rational.ZERO : rational.div(total, all);
  return {
    exact: consumption.map((own) => rational.mul(own, perUnit)),
    whole: total.q === 1n ? apportion('hamilton', consumption, total.p) : null,
  };
}
