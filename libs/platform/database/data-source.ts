import { DataSource } from 'typeorm';
import type { EntityTarget, ObjectLiteral } from 'typeorm';
import type { Config } from '../config/config';
import { PreparingClient } from './preparing-client';

export type EntityClass = EntityTarget<ObjectLiteral> & (abstract new () => unknown);

/** They keep one stuck statement or lock from holding a connection; in milliseconds. */
export const LIMITS = {
  connectionTimeoutMillis: 5_000,
  statement_timeout: 20_000,
  lock_timeout: 5_000,
  idle_in_transaction_session_timeout: 30_000,
  keepAlive: true,
} as const;

/** The process's pool. */
export function createDataSource(config: Config, entities: EntityClass[]): DataSource {
  return new DataSource({
    type: 'postgres',
    url: config.DATABASE_URL,
    entities: entities as unknown as (new () => unknown)[],
    synchronize: false,
    extra: {
      Client: PreparingClient,
      max: config.DATABASE_POOL_MAX,
      ...LIMITS,
    },
  });
}
