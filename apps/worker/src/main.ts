import 'reflect-metadata';
import { setFlagsFromString } from 'node:v8';
import { ConfigError } from '#platform/config/config';
import { createWorker } from './create-worker';

/**
 * Percent by which the heap may grow between two full collections. Left to itself the engine lets
 * it grow to four times of what is in use, all of it rows of imports that were brought in long ago.
 */
const HEAP_GROWTH_PERCENT = 60;

setFlagsFromString(`--heap-growing-percent=${HEAP_GROWTH_PERCENT}`);
createWorker().then(
  () => process.send?.('ready'),
  (error: unknown) => {
    const text = error instanceof Error && !(error instanceof ConfigError) ? error.stack : error;
    process.stderr.write(`${String(text)}\n`);
    process.exit(1);
  },
);
