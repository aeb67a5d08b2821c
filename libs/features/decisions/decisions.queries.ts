import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { QuorumRecord } from '#domain/release/quorum';
import { tally } from '#domain/release/tally';
import { ActEntity, DecisionEntity } from './act.entity';
import { toAct } from './decisions.service';
import type { ActResponse } from './decisions.dto';

@Injectable()
export class DecisionsQueries {
  constructor(private readonly dataSource: DataSource) {}

  /** Acts on one subject of which somebody has decided, each with every decision. */
  async on(subject: string): Promise<{ acts: ActResponse[] }> {
    const { manager } = this.dataSource;
    const acts = await manager.find(ActEntity, { where: { subject }, order: { id: 'ASC' } });
    const [clock] = await manager.query<{ now: Date }[]>('select now() as now');
    const now = clock?.now.toISOString() ?? '';
    return {
      acts: await Promise.all(
        acts.map(async (row) => {
          const where = { actId: row.id };
          const decisions = await manager.find(DecisionEntity, { where, order: { id: 'ASC' } });
          return toActResponse(row, decisions, now);
        }),
      ),
    };
  }
}

function toActResponse(row: ActEntity, decisions: DecisionEntity[], now: string): ActResponse {
  const { inFavour, against, total, outcome } = tally(toAct(row), decisions, now);
  const { id, kind, subject, voters, weights, gaining, openedAt, closesAt } = row;
  return {
    ...{ id, kind, subject, gaining, openedAt, closesAt },
    quorum: JSON.parse(row.quorum) as QuorumRecord,
    electors: voters.map((member, index) => ({ member, weight: weights[index] ?? '0' })),
    outcome: row.outcome === 'open' ? outcome : row.outcome,
    settled: row.outcome !== 'open',
    inFavour: `${inFavour}`,
    against: `${against}`,
    total: `${total}`,
    decisions: decisions.map(({ member, inFavour: isFor, reason, takenAt }) => ({
      ...{ member, side: isFor ? 'for' : 'against', reason, takenAt },
    })),
  };
}
