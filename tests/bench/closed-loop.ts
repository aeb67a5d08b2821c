/** What one run of the load gave. Latencies are in milliseconds, one for each call. */
export interface Run {
  readonly calls: number;
  readonly perSecond: number;
  readonly latencies: readonly number[];
}

/**
 * Callers that each wait for an answer before they ask again, for so many milliseconds. When what
 * is measured slows, so do they: the rate is a ceiling, the latencies are those under that load.
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
    for (let now = performance.now(); now < end;) {
      await call(caller);
      const answered = performance.now();
      latencies.push(answered - now);
      now = answered;
    }
  };
  await Promise.all(Array.from({ length: callers }, (_, caller) => loop(caller)));
  const seconds = (performance.now() - begun) / 1000;
  return { calls: latencies.length, perSecond: latencies.length / seconds, latencies };
}
