import { Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import { grouped } from '#domain/grouped';
import { drawdownUnknown } from './drawdown-books';
import { toDrawdownResponse } from './drawdown-response';
import { DrawdownEntity, DrawdownLineEntity } from './drawdown.entity';
import type { DrawdownResponse } from './drawdowns.dto';

/** Reads drawdowns with their pick lists. */
@Injectable()
export class DrawdownsQueries {
  constructor(private readonly dataSource: DataSource) {}

  /** The first 5,000, oldest first. */
  async list(): Promise<{ drawdowns: DrawdownResponse[] }> {
    const { manager } = this.dataSource;
    const rows = await manager.find(DrawdownEntity, { order: { id: 'ASC' }, take: 5_000 });
    const lines = await manager.find(DrawdownLineEntity, {
      where: { drawdownId: In(rows.map(({ id }) => id)) },
      order: { position: 'ASC' },
    });
    const byDrawdown = grouped(lines, ({ drawdownId }) => drawdownId);
    return {
      drawdowns: rows.map((row) => toDrawdownResponse(row, byDrawdown.get(row.id) ?? [])),
    };
  }

  /** Refuses `drawdown-unknown`. */
  async get(id: string): Promise<DrawdownResponse> {
    const { manager } = this.dataSource;
    const row = await manager.findOneBy(DrawdownEntity, { id });
    if (!row) throw drawdownUnknown();
    const order = { position: 'ASC' } as const;
    const lines = await manager.find(DrawdownLineEntity, { where: { drawdownId: id }, order });
    return toDrawdownResponse(row, lines);
  }
}
