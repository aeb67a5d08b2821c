/** The value below which the given share (0 to 1) of the values lies, by the nearest rank. */
export function percentile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new Error('no values have no percentile');
  const sorted = Float64Array.from(values).sort();
  const rank = Math.min(sorted.length, Math.max(1, Math.ceil(share * sorted.length)));
  return sorted[rank - 1] as number;
}

/** The middle value; of an even number, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new Error('no values have no median');
  const sorted = Float64Array.from(values).sort();
  const half = Math.floor(sorted.length / 2);
  const upper = sorted[half] as number;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] as number) + upper) / 2;
}

/** A figure measured in several rounds: its median, and the lowest and highest round. */
export interface Spread {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

export function spreadOf(values: readonly number[]): Spread {
  return { median: median(values), low: Math.min(...values), high: Math.max(...values) };
}

/** Ratios round by round, so that a round that was slow for all does not count against one. */
export function ratiosOf(ours: readonly number[], theirs: readonly number[]): Spread {
  if (ours.length !== theirs.length) throw new Error('both must have run in every round');
  return spreadOf(ours.map((value, round) => value / (theirs[round] as number)));
}

/** Milliseconds that calls took. */
export interface Latency {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
  /** Calls by duration: each bucket holds those up to its bound and above the one before it. */
  readonly histogram: readonly { readonly upTo: number; readonly calls: number }[];
}

export function latencyOf(milliseconds: readonly number[]): Latency {
  return {
    p50: percentile(milliseconds, 0.5),
    p95: percentile(milliseconds, 0.95),
    p99: percentile(milliseconds, 0.99),
    max: percentile(milliseconds, 1),
    histogram: histogramOf(milliseconds),
  };
}

/** Buckets whose bounds double, from a quarter of a millisecond to the longest call. */
function histogramOf(milliseconds: readonly number[]): { upTo: number; calls: number }[] {
  const buckets = [{ upTo: 0.25, calls: 0 }];
  const longest = percentile(milliseconds, 1);
  for (let upTo = 0.5; upTo / 2 < longest; upTo *= 2) buckets.push({ upTo, calls: 0 });
  for (const one of milliseconds) {
    const index = one <= 0.25 ? 0 : Math.ceil(Math.log2(one / 0.25));
    const bucket = buckets[Math.min(index, buckets.length - 1)];
    if (bucket) bucket.calls += 1;
  }
  return buckets;
}
