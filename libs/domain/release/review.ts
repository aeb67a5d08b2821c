import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import type { ReleaseParameters } from './parameters';
import type { Opening } from './schedule';

/** What a disruption has drawn so far, and whether its review has been held. Masses in one unit. */
export interface Review {
  /** Cumulative releases before this run. */
  readonly released: bigint;
  /** Unencumbered stock at the declaration. */
  readonly unencumbered: bigint;
  /** True once the parties have decided to go on. */
  readonly decided: boolean;
}

export interface ReviewOutcome {
  /** Released over unencumbered at declaration; 0 when there was nothing to release. */
  readonly drawn: Rational;
  /** A decision is required. */
  readonly due: boolean;
  /** The release fraction was halved, for want of that decision. */
  readonly halved: boolean;
}

/** Stage 24: a review falls due when cumulative releases reach `reviewAt` of the first stock. */
export function reviewOf(
  { released, unencumbered, decided }: Review,
  { reviewAt }: Pick<ReleaseParameters, 'reviewAt'>,
): ReviewOutcome {
  const empty = unencumbered === 0n;
  const drawn = empty ? rational.ZERO : rational.ratio(released, unencumbered);
  const due = !empty && rational.compare(drawn, reviewAt) >= 0;
  return { drawn, due, halved: due && !decided };
}

/** Without the decision that is due, half of the release fraction stands. */
export function reviewedOpening(opening: Opening, { halved }: ReviewOutcome): Opening {
  if (!halved) return opening;
  return { ...opening, releaseFraction: rational.div(opening.releaseFraction, rational.of(2n)) };
}

/** Days for which what is left covers the group's daily loss; null when nothing is lost. */
export function reserveCover(left: bigint, lossPerDay: Rational): Rational | null {
  return lossPerDay.p <= 0n ? null : rational.div(rational.of(left), lossPerDay);
}
