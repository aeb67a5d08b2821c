import 'reflect-metadata';
import { ConfigError, Config } from '#platform/config/config';
import { createApi } from './create-api';

async function main(): Promise<void> {
  const app = await createApi();
  const config = app.get(Config);
  await app.listen(config.PORT, config.HOST);
  process.send?.('ready');
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof ConfigError ? error.message : describe(error)}\n`);
  process.exit(1);
});

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
