/** Two signals closer together than this are one key press: npm repeats what the terminal sent. */
const SAME_PRESS_MS = 1_000;

/**
 * Turns the first SIGINT, SIGTERM or SIGHUP into a promise, and a later one into `force`.
 */
export function watchInterruption(force: () => void): Promise<'interrupted'> {
  return new Promise((resolve) => {
    let firstAt: number | undefined;
    const onSignal = (): void => {
      firstAt ??= Date.now();
      resolve('interrupted');
      if (Date.now() - firstAt >= SAME_PRESS_MS) force();
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
  });
}
