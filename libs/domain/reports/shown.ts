import * as Q from '../quantity/rational';

/** A ratio as a report shows it: exact, and as a decimal for people to read. */
export interface Shown {
  /** `p` or `p/q` in lowest terms. */
  readonly exact: string;
  readonly decimal: string;
}

/** Days to one decimal, cut and not rounded: a stock never lasts longer on paper than it does. */
export function shownDays(days: Q.Rational): Shown {
  const tenths = Q.floor(Q.mul(days, Q.of(10n)));
  return { exact: Q.format(days), decimal: Q.formatDecimal(Q.ratio(tenths, 10n), 1) };
}

/** A ratio as a percentage to two decimals, half away from zero. `exact` stays the ratio. */
export function shownPercent(ratio: Q.Rational): Shown {
  return { exact: Q.format(ratio), decimal: Q.formatDecimal(Q.mul(ratio, Q.of(100n)), 2) };
}
