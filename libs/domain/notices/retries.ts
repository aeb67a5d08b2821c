/**
 * Seconds before each further attempt, as the Standard Webhooks specification recommends; after
 * the eighth attempt, a bit more than a day, a delivery is given up.
 */
const RETRY_SECONDS: readonly number[] = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400];

/** A channel that had only failures for so long is disabled. */
export const FAILING_DAYS_MAX = 5;

/**
 * Seconds until the attempt after the one of this number, or null when that was the last. `spread`
 * in [0, 1) draws it out by up to a fifth, so that what failed together does not come together.
 */
export function secondsBeforeNext(attempt: number, spread: number): number | null {
  const seconds = RETRY_SECONDS[attempt - 1];
  return seconds === undefined ? null : Math.round(seconds * (1 + spread / 5));
}
