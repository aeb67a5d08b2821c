import 'reflect-metadata';
import { ConfigError } from '#platform/config/config';
import { createWorker } from './create-worker';

createWorker().then(
  () => process.send?.('ready'),
  (error: unknown) => {
    const text = error instanceof Error && !(error instanceof ConfigError) ? error.stack : error;
    process.stderr.write(`${String(text)}\n`);
    process.exit(1);
  },
);
