import { Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import { DomainError } from '#domain/errors';
import { ContributionEntity, LotEntity } from './contribution.entity';
import type { ContributionResponse } from './contributions.dto';
import { toContributionResponse } from './contributions.service';

/** Reads contributions with their lots. */
@Injectable()
export class ContributionsQueries {
  constructor(private readonly dataSource: DataSource) {}

  /** The first 5,000, oldest first. */
  async list(): Promise<{ contributions: ContributionResponse[] }> {
    const { manager } = this.dataSource;
    const rows = await manager.find(ContributionEntity, { order: { id: 'ASC' }, take: 5_000 });
    const lots = await manager.findBy(LotEntity, { contributionId: In(rows.map(({ id }) => id)) });
    const byContribution = new Map(lots.map((lot) => [lot.contributionId, lot]));
    return {
      contributions: rows.flatMap((row) => {
        const lot = byContribution.get(row.id);
        return lot ? [toContributionResponse(row, lot)] : [];
      }),
    };
  }

  async get(id: string): Promise<ContributionResponse> {
    const { manager } = this.dataSource;
    const row = await manager.findOneBy(ContributionEntity, { id });
    const lot = await manager.findOneBy(LotEntity, { contributionId: id });
    if (row && lot) return toContributionResponse(row, lot);
    throw new DomainError('not-found', 'contribution-unknown', 'No contribution has this id.');
  }
}
