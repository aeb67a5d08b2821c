import { Injectable } from '@nestjs/common';
import { DataSource, In, MoreThan, Not, type FindOptionsWhere } from 'typeorm';
import { DomainError } from '#domain/errors';
import type { Actor } from '#platform/database/command-context';
import { utcToday } from '#platform/database/today';
import { InstalmentEntity, PledgeEntity, PledgeRevisionEntity } from './pledge.entity';
import { toPledgeResponse, toRevisionResponse } from './pledge-rows';
import type { PledgePage, PledgeResponse, PledgesQuery, RevisionResponse } from './pledges.dto';

const PAGE_DEFAULT = '1000';

/** Reads pledges with their instalments, and the history of each. */
@Injectable()
export class PledgesQueries {
  constructor(private readonly dataSource: DataSource) {}

  /** A page of pledges, oldest first. Drafts are shown to those who may see them, on request. */
  async list(reader: Actor | null, query: PledgesQuery): Promise<PledgePage> {
    const { member, material, state, after, limit } = query;
    const take = Number(limit ?? PAGE_DEFAULT);
    const where: FindOptionsWhere<PledgeEntity> = {
      ...(member === undefined ? {} : { member }),
      ...(material === undefined ? {} : { material }),
      ...(after === undefined ? {} : { id: MoreThan(after) }),
      state: state ?? Not('draft'),
    };
    const { manager } = this.dataSource;
    const rows = await manager.find(PledgeEntity, { where, order: { id: 'ASC' }, take: take + 1 });
    const page = rows.slice(0, take);
    const seen = page.filter((pledge) => maySee(reader, pledge));
    const pledges = await this.toResponses(seen);
    const last = page.at(-1);
    return { pledges, ...(rows.length > take && last ? { next: last.id } : {}) };
  }

  /** Refuses `pledge-unknown`, also to those who may not see a draft. */
  async get(reader: Actor | null, id: string): Promise<PledgeResponse> {
    const pledge = await this.dataSource.manager.findOneBy(PledgeEntity, { id });
    if (!pledge || !maySee(reader, pledge)) throw unknownPledge();
    const [response] = await this.toResponses([pledge]);
    if (response) return response;
    throw unknownPledge();
  }

  /** Every schedule that the pledge had or was proposed to have, in order. */
  async amendments(reader: Actor | null, id: string): Promise<{ amendments: RevisionResponse[] }> {
    await this.get(reader, id);
    const { manager } = this.dataSource;
    const where = { pledgeId: id };
    const order = { revision: 'ASC' } as const;
    const revisions = await manager.find(PledgeRevisionEntity, { where, order });
    const instalments = await manager.find(InstalmentEntity, {
      where,
      order: { revision: 'ASC', ordinal: 'ASC' },
    });
    const amendments = revisions.map((row) =>
      toRevisionResponse(
        row,
        instalments.filter(({ revision }) => revision === row.revision),
      ),
    );
    return { amendments };
  }

  private async toResponses(pledges: readonly PledgeEntity[]): Promise<PledgeResponse[]> {
    if (pledges.length === 0) return [];
    const { manager } = this.dataSource;
    const today = await utcToday(manager);
    const instalments = await manager.find(InstalmentEntity, {
      where: { pledgeId: In(pledges.map(({ id }) => id)) },
      order: { ordinal: 'ASC' },
    });
    const parts = new Map<string, InstalmentEntity[]>(pledges.map(({ id }) => [id, []]));
    const revisions = new Map(pledges.map(({ id, revision }) => [id, revision]));
    for (const part of instalments) {
      if (part.revision === revisions.get(part.pledgeId)) parts.get(part.pledgeId)?.push(part);
    }
    return pledges.map((pledge) => toPledgeResponse(pledge, parts.get(pledge.id) ?? [], today));
  }
}

/** What was never offered is for its member, administrators and auditors. */
function maySee(reader: Actor | null, pledge: PledgeEntity): boolean {
  if (pledge.offeredAt !== null) return true;
  if (reader === null) return false;
  return reader.role === 'operator' ? reader.member === pledge.member : true;
}

function unknownPledge(): DomainError {
  return new DomainError('not-found', 'pledge-unknown', 'No pledge has this identifier.');
}
