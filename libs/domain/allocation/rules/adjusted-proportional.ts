import * as rational from '../../quantity/rational';
import type { Rational } from '../../quantity/rational';
import { each, lesser, minus, plus } from './amounts';
import type { Amounts } from './amounts';
import { proportional } from './proportional';

/**
 * Adjusted proportional rule (Curiel, Maschler and Tijs 1987), the tau value of O'Neill's game:
 * first what the others concede, max(0, estate - their claims); the rest in proportion to what is
 * left of the claims, none counted above that rest.
 */
export function adjustedProportional(estate: Rational, claims: Amounts): Amounts {
  const shortfall = rational.sub(rational.sum(claims), estate);
  const conceded = claims.map((claim) =>
    rational.max(rational.ZERO, rational.sub(claim, shortfall)),
  );
  const rest = rational.sub(estate, rational.sum(conceded));
  const open = lesser(minus(claims, conceded), each(rest, claims));
  return plus(conceded, proportional(rest, open));
}
