import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DomainError } from '#domain/errors';
import type { CommandContext } from '#platform/database/command-context';
import type { Tx } from '#platform/database/tx';
import { UnitOfWork } from '#platform/database/unit-of-work';
import { EventLog } from '#features/event-log/event-log';
import { DepotEntity } from './depot.entity';
import type { DepotResponse, NewDepotRequest } from './depots.dto';

/** The custodians' stores. */
@Injectable()
export class DepotsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly unitOfWork: UnitOfWork,
    private readonly log: EventLog,
  ) {}

  /** Refuses `depot-exists`. */
  open(ctx: CommandContext, request: NewDepotRequest): Promise<{ entry: string }> {
    return this.unitOfWork.run(ctx, async (tx) => {
      const { unlocode, name, country, latitude, longitude } = request;
      const inserted = await tx.query(
        `insert into depot (unlocode, name, country, latitude, longitude, opened_at)
         values ($1, $2, $3, $4, $5, $6) on conflict do nothing returning unlocode`,
        [unlocode, name, country, latitude, longitude, tx.now],
      );
      if (inserted.length === 0) {
        throw new DomainError(
          'conflict',
          'depot-exists',
          `There is a depot at ${unlocode} already.`,
        );
      }
      const body = { depot: { unlocode, name, country, latitude, longitude } };
      return { entry: await this.log.append(tx, ctx, { kind: 'depot-opened', body }) };
    });
  }

  async list(): Promise<{ depots: DepotResponse[] }> {
    const rows = await this.dataSource.manager.find(DepotEntity, { order: { unlocode: 'ASC' } });
    return {
      depots: rows.map(({ unlocode, name, country, latitude, longitude }) => ({
        unlocode,
        name,
        country,
        latitude,
        longitude,
      })),
    };
  }

  /** Those of these UN/LOCODEs at which there is a depot. */
  async opened(tx: Tx, unlocodes: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await tx.query<{ unlocode: string }>(
      'select unlocode from depot where unlocode = any ($1)',
      [[...new Set(unlocodes)]],
    );
    return new Set(rows.map(({ unlocode }) => unlocode));
  }
}

/** Refuses `depot-unknown`. */
export function requireDepot(opened: ReadonlySet<string>, unlocode: string, pointer: string): void {
  if (opened.has(unlocode)) return;
  throw new DomainError('rule', 'depot-unknown', `There is no depot at ${unlocode}.`, { pointer });
}
