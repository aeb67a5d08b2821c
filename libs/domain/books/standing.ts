import * as Q from '../quantity/rational';
import type { Instalment } from './pledge';

/** A schedule that a pledge had while it was in force. */
export interface Schedule {
  readonly instalments: readonly Instalment[];
  /** The day on which another schedule took its place; null for the one in force. */
  readonly until: string | null;
}

/** What a member had promised and given by one day, in grams, and the ratio of the two. */
export interface Standing {
  readonly pledged: bigint;
  readonly delivered: bigint;
  /** Delivered over pledged, at most 1; 0 while nothing promised has vested. */
  readonly ratio: Q.Rational;
}

/**
 * The most that had fallen due on a pledge by the end of the day `vestedBy`, over all schedules it
 * had. A schedule counts the instalments that fell due while it was in force, so that whatever is
 * put off, reduced or withdrawn after its day keeps counting, and nobody gains by it. What is put
 * off before its day counts on the new one.
 */
export function vestedGrams(schedules: readonly Schedule[], vestedBy: string): bigint {
  let most = 0n;
  for (const { instalments, until } of schedules) {
    const fallenDue = instalments.filter(
      ({ dueDate }) => dueDate <= vestedBy && (until === null || dueDate < until),
    );
    const grams = fallenDue.reduce((sum, instalment) => sum + instalment.grams, 0n);
    if (grams > most) most = grams;
  }
  return most;
}

/**
 * Delivered over pledged, held inside [0, 1]; in grams. What was delivered may be below zero on a
 * day before the delivery that a reversal of an earlier legal day takes back.
 */
export function standingOf(pledged: bigint, delivered: bigint): Standing {
  const ratio = pledged === 0n ? Q.ZERO : Q.clamp(Q.ratio(delivered, pledged), Q.ZERO, Q.ONE);
  return { pledged, delivered, ratio };
}

/**
 * The standing over several pledges: what was given counts whichever pledge it was booked under,
 * so that nobody is worse off for having given early on one promise and late on another.
 */
export function joinStandings(standings: readonly Standing[]): Standing {
  return standingOf(
    standings.reduce((sum, { pledged }) => sum + pledged, 0n),
    standings.reduce((sum, { delivered }) => sum + delivered, 0n),
  );
}
