import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DomainError } from '#domain/errors';
import { LotsService } from '#features/lots/lots.service';
import { ContributionEntity } from './contribution.entity';
import { toContributionResponse } from './contribution-response';
import type { ContributionResponse } from './contributions.dto';

/** Reads contributions with their lots. */
@Injectable()
export class ContributionsQueries {
  constructor(
    private readonly dataSource: DataSource,
    private readonly lots: LotsService,
  ) {}

  /** The first 5,000, oldest first. */
  async list(): Promise<{ contributions: ContributionResponse[] }> {
    const { manager } = this.dataSource;
    const rows = await manager.find(ContributionEntity, { order: { id: 'ASC' }, take: 5_000 });
    const lots = await this.lots.ofContributions(rows.map(({ id }) => id));
    return {
      contributions: rows.map((row) => toContributionResponse(row, lots.get(row.id) ?? null)),
    };
  }

  async get(id: string): Promise<ContributionResponse> {
    const row = await this.dataSource.manager.findOneBy(ContributionEntity, { id });
    if (row) {
      const lots = await this.lots.ofContributions([id]);
      return toContributionResponse(row, lots.get(id) ?? null);
    }
    throw new DomainError('not-found', 'contribution-unknown', 'No contribution has this id.');
  }
}
