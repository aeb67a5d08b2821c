import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { assert } from '#domain/assert';
import { DomainError } from '#domain/errors';
import { formatMass, type WireMass } from '#domain/quantity/mass';
import type { Actor, CommandContext } from '#platform/database/command-context';
import { decideRows, onlyAnswer, type RowOutcomes } from '#platform/database/row-outcomes';
import { insertRows } from '#platform/database/insert-rows';
import type { Tx } from '#platform/database/tx';
import { UnitOfWork } from '#platform/database/unit-of-work';
import { requireOwnMember } from '#platform/auth/own-member';
import { massAt } from '#platform/http/mass-at';
import { EventLog, type NewEntry } from '#features/event-log/event-log';
import { MaterialsService } from '#features/materials/materials.service';
import { BaselineEntity } from './baseline.entity';
import type {
  BaselineAnswer,
  BaselineFigures,
  BaselineResponse,
  BaselinesQuery,
  NewBaselineRequest,
} from './baselines.dto';

const FIGURES = ['consumption', 'production', 'ownOre', 'imports', 'exports', 'ownStocks'] as const;
type Figures = Record<(typeof FIGURES)[number], bigint>;

/** Figures of one member as a run reads them. */
export type BaselineInForce = Figures & {
  readonly member: string;
  readonly period: string;
  readonly quality: 'A' | 'B' | 'C' | 'D';
};

/** Which figures count: those that two clocks, and the rule's lag, let through. */
export interface BaselineCutOff {
  readonly material: string;
  /** The last year that is old enough. */
  readonly yearMax: string;
  /** In force by this day, */
  readonly effectiveBy: string;
  /** and recorded no later than this moment. */
  readonly recordedBy: string;
}

/** The form of a row of `recordMany`, for those who have rows from elsewhere. */
export { NewBaselineRequest } from './baselines.dto';

/** Verified national figures. They are confidential: shown to their own member and the Trust. */
@Injectable()
export class BaselinesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly unitOfWork: UnitOfWork,
    private readonly log: EventLog,
    private readonly materials: MaterialsService,
  ) {}

  /** Refuses `member-not-yours` and what `recordMany` refuses a row for. */
  record(
    ctx: CommandContext,
    member: string,
    request: NewBaselineRequest,
  ): Promise<BaselineAnswer> {
    return this.unitOfWork.run(ctx, async (tx) => {
      requireOwnMember(ctx.actor, member);
      return onlyAnswer(await this.recordMany(tx, ctx, [request]));
    });
  }

  /**
   * Records up to 1,000 rows of the actor's own member in a few statements. Each row stands for
   * itself; refuses `material-unknown`, `own-ore-exceeds-production`, `withheld-with-figures` and
   * what is wrong with a mass. Rows that are accepted are written: whoever wants all or none
   * rolls back.
   */
  async recordMany(
    tx: Tx,
    ctx: CommandContext,
    rows: readonly NewBaselineRequest[],
  ): Promise<RowOutcomes<BaselineAnswer>> {
    const member = requireOwnMember(ctx.actor, ctx.actor.member);
    const materials = await this.materials.known(tx, rows);
    const { accepted, refused } = decideRows(rows, (row) => {
      materials.require(row.material);
      return toBaseline(tx, member, row);
    });
    const recorded = accepted.map(({ answer }) => answer);
    await insertRows(tx, BaselineEntity, recorded);
    const entries = await this.log.appendMany(tx, ctx, recorded.map(toEntry));
    return {
      accepted: accepted.map(({ row, answer: { id } }, index) => ({
        row,
        answer: { id, entry: entries[index] ?? '' },
      })),
      refused,
    };
  }

  /** The newest revision of each year, or all of them; operators see their own member only. */
  async list(
    reader: Actor,
    member: string,
    { material, history }: BaselinesQuery,
  ): Promise<{ baselines: BaselineResponse[] }> {
    if (reader.role === 'operator') requireOwnMember(reader, member);
    const rows = await this.dataSource.manager.find(BaselineEntity, {
      where: { member, ...(material === undefined ? {} : { material }) },
      order: { material: 'ASC', period: 'DESC', id: 'ASC' },
      take: 10_000,
    });
    let revision = 0;
    const all = rows.map((row, index) => {
      revision = isSameYear(row, rows[index - 1]) ? revision + 1 : 1;
      return toBaselineResponse(row, revision.toString());
    });
    if (history === 'true') return { baselines: all };
    return { baselines: all.filter((row, index) => !isSameYear(row, all[index + 1])) };
  }

  /**
   * Per member, the newest revision of the newest year that the cut-off lets through. A member
   * that withheld that year has none: an older year does not take its place.
   */
  async inForce(tx: Tx, cutOff: BaselineCutOff): Promise<BaselineInForce[]> {
    const rows = await tx.manager
      .createQueryBuilder(BaselineEntity, 'baseline')
      .distinctOn(['baseline.member'])
      .where('baseline.material = :material and baseline.period <= :yearMax', cutOff)
      .andWhere('baseline.effectiveDate <= :effectiveBy', cutOff)
      .andWhere('baseline.recordedAt <= :recordedBy', cutOff)
      .orderBy('baseline.member')
      .addOrderBy('baseline.period', 'DESC')
      .addOrderBy('baseline.id', 'DESC')
      .getMany();
    return rows.flatMap((row) => (row.withheld === null ? [withFigures(row)] : []));
  }
}

type YearOfMaterial = Pick<BaselineEntity, 'material' | 'period'>;

function isSameYear(row: YearOfMaterial, other: YearOfMaterial | undefined): boolean {
  return row.material === other?.material && row.period === other.period;
}

function toBaseline(tx: Tx, member: string, request: NewBaselineRequest): BaselineEntity {
  const { material, period, source, withheld, effectiveDate } = request;
  const head = {
    ...{ id: tx.newId(), member, material, period, source },
    effectiveDate: effectiveDate ?? tx.today(),
    recordedAt: tx.now,
  };
  if (withheld === undefined) return { ...head, ...parseFigures(request), withheld: null };
  requireNoFigures(request);
  const none = { consumption: null, production: null, ownOre: null };
  const others = { imports: null, exports: null, ownStocks: null };
  return { ...head, ...none, ...others, quality: null, assumed: false, withheld };
}

function requireNoFigures(request: NewBaselineRequest): void {
  const given = [...FIGURES, 'quality' as const, 'assumed' as const].find(
    (name) => request[name] !== undefined,
  );
  if (given === undefined) return;
  throw new DomainError(
    'rule',
    'withheld-with-figures',
    'Figures are given or withheld, not both: leave them out, or leave out the reason.',
    { pointer: `/${given}` },
  );
}

function parseFigures(
  request: NewBaselineRequest,
): Figures & Pick<BaselineEntity, 'quality' | 'assumed'> {
  const { quality, assumed } = request;
  const entries = FIGURES.map((name) => {
    const mass = request[name];
    assert(mass, `${name} is given unless the figures are withheld`);
    return [name, massAt(`/${name}`, mass)];
  });
  const figures = Object.fromEntries(entries) as Figures;
  if (figures.ownOre > figures.production) {
    throw new DomainError(
      'rule',
      'own-ore-exceeds-production',
      'Production from own ore is a part of production.',
      { pointer: '/ownOre' },
    );
  }
  assert(quality && assumed !== undefined, 'figures have a quality and say whether assumed');
  return { ...figures, quality, assumed };
}

/** The figures of a row that are not withheld. */
function withFigures(row: BaselineEntity): BaselineInForce {
  const { member, period, quality } = row;
  const entries = FIGURES.map((name): [string, bigint] => {
    const grams = row[name];
    assert(grams !== null, 'the database keeps all figures or none');
    return [name, grams];
  });
  assert(quality, 'figures have a quality');
  return { ...(Object.fromEntries(entries) as Figures), member, period, quality };
}

function toEntry(row: BaselineEntity): NewEntry {
  const { member, effectiveDate } = row;
  return { kind: 'baseline-recorded', body: { baseline: toRecord(row) }, member, effectiveDate };
}

function toRecord(row: BaselineEntity): object {
  const { id, member, material, period, source, withheld } = row;
  const head = { id, member, material, period, source };
  if (withheld !== null) return { ...head, withheld };
  const figures = withFigures(row);
  const grams = Object.fromEntries(FIGURES.map((name) => [name, figures[name].toString()]));
  return { ...head, quality: figures.quality, assumed: row.assumed, ...grams };
}

function toBaselineResponse(row: BaselineEntity, revision: string): BaselineResponse {
  const { id, member, material, period, source, effectiveDate, recordedAt, withheld } = row;
  const head = { id, member, material, period, revision, source, effectiveDate, recordedAt };
  if (withheld !== null) return { ...head, withheld: { reason: withheld } };
  const figures = withFigures(row);
  const masses = FIGURES.map((name): [string, WireMass] => [name, formatMass(figures[name])]);
  const wire = Object.fromEntries(masses) as Pick<BaselineFigures, (typeof FIGURES)[number]>;
  return { ...head, ...wire, quality: figures.quality, assumed: row.assumed };
}
