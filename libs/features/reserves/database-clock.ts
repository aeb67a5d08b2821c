import { clockText } from '#platform/database/clock-text';

/** More than this may pass between two readings before the database is asked again. */
const READING_GOOD_MS = 60_000;

/**
 * The database's time, carried on from its last reading by this process's stopwatch, so that a
 * batch need not ask for it. The database refuses what is more than a second off.
 */
export class DatabaseClock {
  /** Reads the time; a column `now`. */
  static readonly SQL = `select ${clockText('clock_timestamp()')} as now`;
  private reading: { readonly at: number; readonly stopwatch: number } | undefined;

  constructor(private readonly fixed: string | undefined) {}

  read(now: string | undefined): void {
    if (now !== undefined) this.reading = { at: Date.parse(now), stopwatch: performance.now() };
  }

  /** RFC 3339, UTC, milliseconds; null when the last reading is too old. */
  now(): string | null {
    if (this.fixed !== undefined) return new Date(this.fixed).toISOString();
    if (this.reading === undefined) return null;
    const passed = performance.now() - this.reading.stopwatch;
    if (passed > READING_GOOD_MS) return null;
    return new Date(this.reading.at + Math.floor(passed)).toISOString();
  }
}
