import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DomainError } from '#domain/errors';
import { formatMass, type WireMass } from '#domain/quantity/mass';
import type { Actor, CommandContext } from '#platform/database/command-context';
import type { Tx } from '#platform/database/tx';
import { UnitOfWork } from '#platform/database/unit-of-work';
import { requireOwnMember } from '#platform/auth/own-member';
import { massAt } from '#platform/http/mass-at';
import { EventLog } from '#features/event-log/event-log';
import { MaterialsService } from '#features/materials/materials.service';
import { BaselineEntity } from './baseline.entity';
import type { BaselineResponse, NewBaselineRequest } from './baselines.dto';

const FIGURES = ['consumption', 'production', 'ownOre', 'imports', 'exports', 'ownStocks'] as const;
type Figures = Record<(typeof FIGURES)[number], bigint>;

/** Verified national figures. They are confidential: shown to their own member and the Trust. */
@Injectable()
export class BaselinesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly unitOfWork: UnitOfWork,
    private readonly log: EventLog,
    private readonly materials: MaterialsService,
  ) {}

  /** Refuses `member-not-yours`, `material-unknown` and `own-ore-exceeds-production`. */
  record(
    ctx: CommandContext,
    member: string,
    request: NewBaselineRequest,
  ): Promise<{ id: string; entry: string }> {
    return this.unitOfWork.run(ctx, async (tx) => {
      requireOwnMember(ctx.actor, member);
      await this.materials.requireMaterial(tx, request.material);
      const figures = parseFigures(request);
      const { material, period, quality, source, assumed } = request;
      const id = tx.newId();
      await tx.manager.insert(BaselineEntity, {
        ...{ id, member, material, period, quality, source, assumed },
        ...figures,
        recordedAt: tx.now,
      });
      const grams = Object.fromEntries(FIGURES.map((name) => [name, figures[name].toString()]));
      const baseline = { id, member, material, period, quality, source, assumed, ...grams };
      const entry = await this.log.append(tx, ctx, {
        kind: 'baseline-recorded',
        body: { baseline },
        member,
      });
      return { id, entry };
    });
  }

  /** The newest revision of each period; operators see their own member only. */
  async list(
    reader: Actor,
    member: string,
    material: string | undefined,
  ): Promise<{ baselines: BaselineResponse[] }> {
    if (reader.role === 'operator') requireOwnMember(reader, member);
    const rows = await this.dataSource.manager.find(BaselineEntity, {
      where: { member, ...(material === undefined ? {} : { material }) },
      order: { material: 'ASC', period: 'DESC', id: 'DESC' },
      take: 1_000,
    });
    const newest = rows.filter(
      (row, index) =>
        row.period !== rows[index - 1]?.period || row.material !== rows[index - 1]?.material,
    );
    return { baselines: newest.map(toBaselineResponse) };
  }

  /** Per member, the newest baseline of a material for a year no later than `yearMax`. */
  async inForce(tx: Tx, material: string, yearMax: string): Promise<BaselineEntity[]> {
    return tx.manager
      .createQueryBuilder(BaselineEntity, 'baseline')
      .distinctOn(['baseline.member'])
      .where('baseline.material = :material and baseline.period <= :yearMax', { material, yearMax })
      .orderBy('baseline.member')
      .addOrderBy('baseline.period', 'DESC')
      .addOrderBy('baseline.id', 'DESC')
      .getMany();
  }
}

function parseFigures(request: NewBaselineRequest): Figures {
  const entries = FIGURES.map((name) => [name, massAt(`/${name}`, request[name])]);
  const figures = Object.fromEntries(entries) as Figures;
  if (figures.ownOre > figures.production) {
    throw new DomainError(
      'rule',
      'own-ore-exceeds-production',
      'Production from own ore is a part of production.',
      { pointer: '/ownOre' },
    );
  }
  return figures;
}

function toBaselineResponse(row: BaselineEntity): BaselineResponse {
  const { id, member, material, period, quality, source, assumed } = row;
  const masses = FIGURES.map((name): [string, WireMass] => [name, formatMass(row[name])]);
  return {
    ...{ id, member, material, period, quality, source, assumed },
    ...(Object.fromEntries(masses) as Record<(typeof FIGURES)[number], WireMass>),
  };
}
