import * as rational from '../../quantity/rational';
import type { Rational } from '../../quantity/rational';
import { at, each, lesser, minus, plus } from './amounts';
import type { Amounts } from './amounts';
import { tooManyClaimants } from './too-many-claimants';

/** Above so many claimants the shares, of denominators up to that number, fill the memory. */
export const MINIMAL_OVERLAP_CLAIMANTS_MAX = 5_000;

/**
 * Minimal overlap rule (O'Neill 1982; procedure of Chun and Thomson 2005): claims are laid on parts
 * of the estate so that as much as possible is claimed by one only, then by two only and so on;
 * each part is split equally among those who claim it. Where nobody claims the whole estate,
 * there is one t with t + sum of max(0, claim - t) = estate: what a claim has above t is claimed
 * by nobody else, and t is shared as an estate that the largest claim whole.
 */
export function minimalOverlap(estate: Rational, claims: Amounts): Amounts {
  if (claims.length > MINIMAL_OVERLAP_CLAIMANTS_MAX) {
    throw tooManyClaimants('minimal_overlap', MINIMAL_OVERLAP_CLAIMANTS_MAX, claims.length);
  }
  const descending = [...claims].sort((a, b) => rational.compare(b, a));
  const largest = descending[0] ?? rational.ZERO;
  if (rational.compare(largest, estate) >= 0) {
    return nested(lesser(claims, each(estate, claims)));
  }
  const shared = lesser(claims, each(sharedPart(estate, descending), claims));
  return plus(minus(claims, shared), nested(shared));
}

/**
 * The t with t + sum of max(0, claim - t) = estate, where every claim is below the estate: that sum
 * is the largest, over k, of the k largest claims less k * t, so no k may leave more than estate.
 */
function sharedPart(estate: Rational, descending: Amounts): Rational {
  let part = rational.ZERO;
  let above = rational.ZERO;
  for (const [others, claim] of descending.entries()) {
    above = rational.add(above, claim);
    if (others === 0) continue;
    const excess = rational.sub(above, estate);
    part = rational.max(part, rational.div(excess, rational.of(BigInt(others))));
  }
  return part;
}

/** Each claim is the lowest part of the estate; what lies between two is split by those above. */
function nested(claims: Amounts): Amounts {
  const order = claims.map((_, index) => index);
  order.sort((a, b) => rational.compare(at(claims, a), at(claims, b)));
  const shares = [...claims];
  let share = rational.ZERO;
  let last = rational.ZERO;
  for (const [place, index] of order.entries()) {
    const claim = at(claims, index);
    const claiming = rational.of(BigInt(claims.length - place));
    share = rational.add(share, rational.div(rational.sub(claim, last), claiming));
    shares[index] = share;
    last = claim;
  }
  return shares;
}
