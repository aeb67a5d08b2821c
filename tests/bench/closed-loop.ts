/** What one run of the load gave. Latencies are in milliseconds, one for each call. */
export interface Run {
  readonly calls: number;
  readonly perSecond: number;
  readonly latencies: readonly number[];
}

/**
 * Callers that each wait for an answer before they ask again, for so many milliseconds, and once
 * at least. When what is measured slows, so do they: the rate is a ceiling, and the latencies are
 * those under that load.
 */
export async function closedLoop(
  callers: number,
  milliseconds: number,
  call: (caller: number) => Promise<unknown>,
): Promise<Run> {
  const latencies: number[] = [];
  const begun = performance.now();
  const end = begun + milliseconds;
  const loop = async (caller: number): Promise<void> => {
    let now = performance.now();
    do {
      await call(caller);
      const answered = performance.now();
      latencies.push(answered - now);
      now = answered;
    } while (now < end);
  };
  await Promise.all(Array.from({ length: callers }, (_, caller) => loop(caller)));
  const seconds = (performance.now() - begun) / 1000;
  return { calls: latencies.length, perSecond: latencies.length / seconds, latencies };
}
