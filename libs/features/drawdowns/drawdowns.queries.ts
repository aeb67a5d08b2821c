import { Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import { DrawdownEntity, DrawdownLineEntity } from './drawdown.entity';
import type { DrawdownResponse } from './drawdowns.dto';
import { toDrawdownResponse } from './drawdowns.service';

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
      order: { depot: 'ASC', lotId: 'ASC' },
    });
    return {
      drawdowns: rows.map((row) =>
        toDrawdownResponse(
          row,
          lines.filter(({ drawdownId }) => drawdownId === row.id),
        ),
      ),
    };
  }
}
