import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DomainError } from '#domain/errors';
import * as Q from '#domain/quantity/rational';
import type { CommandContext } from '#platform/database/command-context';
import { UnitOfWork } from '#platform/database/unit-of-work';
import { EventLog } from '#features/event-log/event-log';
import { MemberEntity } from './member.entity';
import type { AdmittedMemberResponse, MemberResponse, NewMemberRequest } from './members.dto';

const EQUITY_MIN = Q.ratio(1n, 2n);
const EQUITY_MAX = Q.of(2n);

/** The treaty parties. */
@Injectable()
export class MembersService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly unitOfWork: UnitOfWork,
    private readonly log: EventLog,
  ) {}

  /** Refuses `member-exists` and `equity-multiplier-out-of-range`. */
  admit(ctx: CommandContext, request: NewMemberRequest): Promise<AdmittedMemberResponse> {
    return this.unitOfWork.run(ctx, async (tx) => {
      const member: MemberResponse = {
        code: request.code,
        name: request.name,
        region: request.region,
        leastDeveloped: request.leastDeveloped,
        equityMultiplier: checkedMultiplier(request.equityMultiplier),
      };
      const inserted = await tx.query(
        `insert into member (code, name, region, least_developed, equity_multiplier, admitted_at)
         values ($1, $2, $3, $4, $5, $6) on conflict do nothing returning code`,
        [
          member.code,
          member.name,
          member.region,
          member.leastDeveloped,
          member.equityMultiplier,
          tx.now,
        ],
      );
      if (inserted.length === 0) {
        throw new DomainError('conflict', 'member-exists', `${member.code} is a member already.`);
      }
      const entry = await this.log.append(tx, ctx, {
        kind: 'member-admitted',
        body: { member },
        member: member.code,
      });
      return { ...member, entry };
    });
  }

  async list(): Promise<{ members: MemberResponse[] }> {
    const rows = await this.dataSource.manager.find(MemberEntity, { order: { code: 'ASC' } });
    return { members: rows.map(toMemberResponse) };
  }

  async get(code: string): Promise<MemberResponse> {
    const row = await this.dataSource.manager.findOneBy(MemberEntity, { code });
    if (!row) throw new DomainError('not-found', 'member-unknown', 'No member has this code.');
    return toMemberResponse(row);
  }
}

function checkedMultiplier(text: string): string {
  const multiplier = Q.parse(text);
  if (Q.compare(multiplier, EQUITY_MIN) < 0 || Q.compare(multiplier, EQUITY_MAX) > 0) {
    throw new DomainError(
      'rule',
      'equity-multiplier-out-of-range',
      'An equity multiplier is between 1/2 and 2.',
      { pointer: '/equityMultiplier' },
    );
  }
  return Q.format(multiplier);
}

function toMemberResponse(row: MemberEntity): MemberResponse {
  const { code, name, region, leastDeveloped, equityMultiplier } = row;
  return { code, name, region, leastDeveloped, equityMultiplier };
}
