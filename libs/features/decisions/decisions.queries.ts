import { Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import { clockText } from '#platform/database/clock-text';
import { Config } from '#platform/config/config';
import type { QuorumRecord } from '#domain/release/quorum';
import { tally } from '#domain/release/tally';
import { ActEntity, DecisionEntity } from './act.entity';
import { toAct } from './decisions.service';
import type { ActResponse } from './decisions.dto';

const NOW = `select ${clockText('coalesce($1::timestamptz, now())')} as now`;

@Injectable()
export class DecisionsQueries {
  constructor(
    private readonly dataSource: DataSource,
    private readonly config: Config,
  ) {}

  /** Acts on one subject of which somebody has decided, each with every decision. */
  async on(subject: string): Promise<{ acts: ActResponse[] }> {
    const { manager } = this.dataSource;
    const acts = await manager.find(ActEntity, { where: { subject }, order: { id: 'ASC' } });
    const where = { actId: In(acts.map(({ id }) => id)) };
    const decisions = await manager.find(DecisionEntity, { where, order: { id: 'ASC' } });
    const [clock] = await manager.query<[{ now: string }]>(NOW, [this.config.FIXED_CLOCK ?? null]);
    return {
      acts: acts.map((row) => {
        const taken = decisions.filter(({ actId }) => actId === row.id);
        return toActResponse(row, taken, clock.now);
      }),
    };
  }
}

function toActResponse(row: ActEntity, decisions: DecisionEntity[], now: string): ActResponse {
  const { inFavour, against, total, outcome } = tally(toAct(row), decisions, now);
  const { id, kind, subject, voters, weights, openedAt, closesAt } = row;
  const quorum = JSON.parse(row.quorum) as QuorumRecord;
  const isTold = quorum.electors === 'members' && quorum.gainers === 'vote';
  return {
    ...{ id, kind, subject, openedAt, closesAt, quorum },
    electors: isTold ? voters.map((member, n) => ({ member, weight: weights[n] ?? '0' })) : [],
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
