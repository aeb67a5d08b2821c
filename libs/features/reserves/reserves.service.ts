import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { formatMass } from '#domain/quantity/mass';
import type { Tx } from '#platform/database/tx';
import type { ReserveResponse } from './reserves.dto';

/** One lot's free grams in a depot. */
export interface FreeLot {
  readonly lot: string;
  readonly depot: string;
  readonly form: string;
  readonly grams: bigint;
}

const FREE_LOTS = `
  select l.id as lot, l.material, l.depot, l.form, h.posted - h.pending_out as grams
  from holding h join lot l on l.id = h.lot_id
  where h.account = l.material || '/reserve-free/-/' || l.depot and h.posted > h.pending_out`;

/** Reads what is held. */
@Injectable()
export class ReservesService {
  constructor(private readonly dataSource: DataSource) {}

  async list(): Promise<{ reserves: ReserveResponse[] }> {
    const totals = await this.dataSource.query<
      { material: string; free: string; earmarked: string; held: string }[]
    >(
      `select material,
              coalesce(sum(posted - pending_out) filter (where kind = 'reserve-free'), 0) as free,
              coalesce(sum(posted) filter (where kind = 'reserve-earmarked'), 0)
                + coalesce(sum(pending_out) filter (where kind = 'reserve-free'), 0) as earmarked,
              coalesce(sum(posted) filter (where kind = 'reserve-hold'), 0) as held
       from account group by material order by material collate "C"`,
    );
    const stocks = await this.dataSource.query<
      { material: string; depot: string; form: string; grams: string }[]
    >(
      `select material, depot, form, sum(grams) as grams from (${FREE_LOTS}) as lots
       group by material, depot, form order by material collate "C", depot, form collate "C"`,
    );
    return {
      reserves: totals.map((row) => ({
        material: row.material,
        free: formatMass(BigInt(row.free)),
        earmarked: formatMass(BigInt(row.earmarked)),
        onHold: formatMass(BigInt(row.held)),
        stocks: stocks
          .filter(({ material }) => material === row.material)
          .map(({ depot, form, grams }) => ({ depot, form, free: formatMass(BigInt(grams)) })),
      })),
    };
  }

  /** Free lots of a material in a fixed order: shelf life first, then oldest arrival. */
  async freeLots(tx: Tx, material: string): Promise<FreeLot[]> {
    const rows = await tx.query<Omit<FreeLot, 'grams'> & { grams: string }>(
      `select lots.lot, lots.depot, lots.form, lots.grams
       from (${FREE_LOTS}) as lots join lot l on l.id = lots.lot
       where lots.material = $1
       order by lots.depot, lots.form collate "C", l.best_before nulls last, l.received_on, l.id`,
      [material],
    );
    return rows.map((row) => ({ ...row, grams: BigInt(row.grams) }));
  }
}
