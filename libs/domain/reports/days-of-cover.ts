import * as Q from '../quantity/rational';
import { daysOfYear } from '../release/calendar';

/** What a member used and traded in one calendar year, in grams of contained mass. */
export interface YearOfUse {
  /** The year, `2023`. */
  readonly period: string;
  readonly consumption: bigint;
  readonly imports: bigint;
  readonly exports: bigint;
}

/** Grams a day over the year, exact. */
export interface DailyUse {
  readonly consumption: Q.Rational;
  /** Imports less exports, 0 for whoever exports more. */
  readonly netImports: Q.Rational;
}

/** How long a stock lasts. Days are exact, and null where nothing is used a day. */
export interface Cover {
  readonly stock: bigint;
  /** The part that is not technically available. */
  readonly unavailable: bigint;
  /** What the days are counted on: stock less unavailable. */
  readonly available: bigint;
  readonly daysOfUse: Q.Rational | null;
  readonly daysOfNetImports: Q.Rational | null;
}

/** The part of every stock that the IEA's members may not count: what cannot be got out in time. */
export const UNAVAILABLE_SHARE = Q.ratio(1n, 10n);

export const NOTHING_USED: DailyUse = { consumption: Q.ZERO, netImports: Q.ZERO };

/** The newest year that had ended by the end of a day: 31 December ends its own. */
export function lastEndedYear(day: string): string {
  const year = parseInt(day.slice(0, 4), 10);
  return (day.endsWith('-12-31') ? year : year - 1).toString();
}

/** The daily average of a year of 365 or 366 days. */
export function dailyUse({ period, consumption, imports, exports }: YearOfUse): DailyUse {
  const days = BigInt(daysOfYear(period));
  const net = imports > exports ? imports - exports : 0n;
  return { consumption: Q.ratio(consumption, days), netImports: Q.ratio(net, days) };
}

/** The daily average of several members together. */
export function joinUse(uses: readonly DailyUse[]): DailyUse {
  return uses.reduce(
    (sum, use) => ({
      consumption: Q.add(sum.consumption, use.consumption),
      netImports: Q.add(sum.netImports, use.netImports),
    }),
    NOTHING_USED,
  );
}

/**
 * Days that a stock (in grams) covers at an average day's use. The unavailable part is rounded up
 * to the gram, so that no stock lasts longer on paper than it does.
 */
export function coverOf(stock: bigint, use: DailyUse): Cover {
  const unavailable = Q.ceil(Q.mul(Q.of(stock), UNAVAILABLE_SHARE));
  const available = stock - unavailable;
  const days = (daily: Q.Rational): Q.Rational | null =>
    daily.p > 0n ? Q.div(Q.of(available), daily) : null;
  return {
    ...{ stock, unavailable, available },
    daysOfUse: days(use.consumption),
    daysOfNetImports: days(use.netImports),
  };
}

/**
 * A member's share of a pooled reserve, in grams: as its accepted deliveries stand to everybody's,
 * rounded down. What the rounding leaves, less than a gram for each member, is nobody's share.
 */
export function poolShare(reserve: bigint, delivered: bigint, deliveredByAll: bigint): bigint {
  if (deliveredByAll === 0n) return 0n;
  return Q.floor(Q.mul(Q.of(reserve), Q.ratio(delivered, deliveredByAll)));
}
