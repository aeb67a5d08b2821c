'use strict';

// Preloaded into a process of a test: its wall clock is off by GMT_TEST_SKEW_MS, and goes back by
// ten minutes at each SIGUSR2. Its stopwatch and its timers go on as they are.
let skew = Number(process.env.GMT_TEST_SKEW_MS);
process.on('SIGUSR2', () => (skew -= 600_000));

const { now } = Date;
Date.now = () => now() + skew;
globalThis.Date = class extends Date {
  constructor(...given) {
    super(...(given.length === 0 ? [now() + skew] : given));
  }
};
