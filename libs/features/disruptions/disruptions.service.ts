import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DomainError } from '#domain/errors';
import { next } from '#domain/lifecycle/lifecycle';
import { DISRUPTION, type DisruptionAct } from '#domain/lifecycle/lifecycles';
import { canonicalJson } from '#domain/log/canonical-json';
import type { EntryKind } from '#domain/log/entry';
import * as Q from '#domain/quantity/rational';
import type { CommandContext } from '#platform/database/command-context';
import type { Tx } from '#platform/database/tx';
import { UnitOfWork } from '#platform/database/unit-of-work';
import { DeadlinesService } from '#features/deadlines/deadlines.service';
import { EventLog } from '#features/event-log/event-log';
import { MaterialsService } from '#features/materials/materials.service';
import { DisruptionEntity } from './disruption.entity';
import type {
  DisruptionAnswer,
  DisruptionResponse,
  EvidenceDto,
  NewDisruptionRequest,
  SupplierDto,
} from './disruptions.dto';

type Change = Partial<Pick<DisruptionEntity, 'proposedBy'>>;

/** Declared supply events, from draft to closed. */
@Injectable()
export class DisruptionsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly unitOfWork: UnitOfWork,
    private readonly log: EventLog,
    private readonly materials: MaterialsService,
    private readonly deadlines: DeadlinesService,
  ) {}

  /** Refuses `material-unknown`, `disruption-exists`, `share-above-one`, `dates-out-of-order`. */
  draft(ctx: CommandContext, request: NewDisruptionRequest): Promise<DisruptionAnswer> {
    return this.unitOfWork.run(ctx, async (tx) => {
      await this.materials.requireMaterial(tx, request.material);
      checkShares(request.suppliers);
      checkDates(request);
      if (await tx.manager.existsBy(DisruptionEntity, { reference: request.reference })) {
        throw new DomainError('conflict', 'disruption-exists', 'This reference is taken.', {
          pointer: '/reference',
        });
      }
      const disruption: DisruptionEntity = {
        id: tx.newId(),
        reference: request.reference,
        title: request.title,
        material: request.material,
        cause: request.cause,
        state: 'draft',
        startsOn: request.startsOn,
        endsOn: request.endsOn ?? null,
        declaredOn: null,
        suppliers: canonicalJson(request.suppliers.map(plainSupplier)),
        evidence: canonicalJson(request.evidence.map(({ title, url }) => ({ title, url }))),
        proposedBy: null,
        declaredBy: null,
        declaredAt: null,
        draftedAt: tx.now,
      };
      await tx.manager.insert(DisruptionEntity, disruption);
      const response = toDisruptionResponse(disruption);
      const { state: _, declaredAt: __, ...body } = response;
      const kind = 'disruption-drafted';
      const entry = await this.log.append(tx, ctx, { kind, body: { disruption: body } });
      return { ...response, entry };
    });
  }

  propose(ctx: CommandContext, id: string): Promise<DisruptionAnswer> {
    return this.act(ctx, id, 'propose', 'disruption-proposed', async (_before, tx) => {
      await this.deadlines.begin(tx, 'declare', [{ id }]);
      return { proposedBy: ctx.actor.id };
    });
  }

  openNeeds(ctx: CommandContext, id: string): Promise<DisruptionAnswer> {
    return this.act(ctx, id, 'open-needs', 'needs-opened', async (_before, tx) => {
      await this.deadlines.meet(tx, 'open-needs', id);
      await this.deadlines.begin(tx, 'close-needs', [{ id }]);
      return {};
    });
  }

  /** Ends the window before its time and unseals what was stated. */
  closeNeeds(ctx: CommandContext, id: string): Promise<DisruptionAnswer> {
    return this.unitOfWork.run(ctx, async (tx) => {
      const answer = await this.closeWindow(tx, ctx, id);
      await this.deadlines.meet(tx, 'close-needs', id);
      return answer;
    });
  }

  /** Ends the window within a command, also one of the clock. Refuses `act-not-legal-now`. */
  closeWindow(tx: Tx, ctx: CommandContext, id: string): Promise<DisruptionAnswer> {
    return this.actIn(tx, ctx, id, 'close-needs', 'needs-closed', async () => {
      await this.log.unseal(tx, id);
      return {};
    });
  }

  /** Refuses `run-still-open` while a run awaits its decision. */
  close(ctx: CommandContext, id: string): Promise<DisruptionAnswer> {
    return this.act(ctx, id, 'close', 'disruption-closed', async (_before, tx) => {
      const open = await tx.query<{ id: string }>(
        `select id from allocation_run
         where disruption_id = $1 and state in ('queued', 'running', 'proposed', 'approved')`,
        [id],
      );
      if (open.length === 0) return {};
      throw new DomainError('conflict', 'run-still-open', 'Decide or publish its run first.', {
        runs: open.map((run) => run.id),
      });
    });
  }

  /** Moves a disruption to `allocating` within a command of the allocations. */
  async beginAllocating(tx: Tx, id: string): Promise<DisruptionResponse> {
    const disruption = await this.lock(tx, id);
    const state = next('disruption', DISRUPTION, disruption.state, 'allocate');
    await tx.manager.update(DisruptionEntity, { id }, { state });
    return toDisruptionResponse({ ...disruption, state });
  }

  async list(): Promise<{ disruptions: DisruptionResponse[] }> {
    const rows = await this.dataSource.manager.find(DisruptionEntity, { order: { id: 'ASC' } });
    return { disruptions: rows.map(toDisruptionResponse) };
  }

  async get(id: string): Promise<DisruptionResponse> {
    const row = await this.dataSource.manager.findOneBy(DisruptionEntity, { id });
    if (row) return toDisruptionResponse(row);
    throw unknownDisruption();
  }

  /** The disruption, locked; refuses `disruption-unknown`. */
  async lock(tx: Tx, id: string): Promise<DisruptionEntity> {
    const row = await tx.locked(DisruptionEntity, id);
    if (row) return row;
    throw unknownDisruption();
  }

  private act(
    ctx: CommandContext,
    id: string,
    act: DisruptionAct,
    kind: EntryKind,
    change: (before: DisruptionEntity, tx: Tx) => Change | Promise<Change>,
  ): Promise<DisruptionAnswer> {
    return this.unitOfWork.run(ctx, (tx) => this.actIn(tx, ctx, id, act, kind, change));
  }

  private async actIn(
    tx: Tx,
    ctx: CommandContext,
    id: string,
    act: DisruptionAct,
    kind: EntryKind,
    change: (before: DisruptionEntity, tx: Tx) => Change | Promise<Change>,
  ): Promise<DisruptionAnswer> {
    const before = await this.lock(tx, id);
    const state = next('disruption', DISRUPTION, before.state, act);
    const changed = await change(before, tx);
    await tx.manager.update(DisruptionEntity, { id }, { state, ...changed });
    const entry = await this.log.append(tx, ctx, { kind, body: { disruption: id } });
    return { ...toDisruptionResponse({ ...before, state, ...changed }), entry };
  }
}

function unknownDisruption(): DomainError {
  return new DomainError('not-found', 'disruption-unknown', 'No disruption has this identifier.');
}

function checkShares(suppliers: readonly SupplierDto[]): void {
  suppliers.forEach((supplier, s) => {
    const shares = [
      { text: supplier.lossFraction, pointer: `/suppliers/${s}/lossFraction` },
      { text: supplier.worldShare, pointer: `/suppliers/${s}/worldShare` },
      ...supplier.origins.map(({ share }, o) => ({
        text: share,
        pointer: `/suppliers/${s}/origins/${o}/share`,
      })),
    ];
    const wrong = shares.find(({ text }) => Q.compare(Q.parse(text), Q.ONE) > 0);
    if (wrong) {
      throw new DomainError('invalid', 'share-above-one', 'A share is between 0 and 1.', {
        pointer: wrong.pointer,
      });
    }
  });
}

function checkDates({ startsOn, endsOn }: NewDisruptionRequest): void {
  if (endsOn === undefined || endsOn >= startsOn) return;
  throw new DomainError('rule', 'dates-out-of-order', 'It cannot end before it starts.', {
    pointer: '/endsOn',
  });
}

function plainSupplier(supplier: SupplierDto): object {
  const { member, lossFraction, worldShare, origins } = supplier;
  const plain = origins.map((origin) => ({ member: origin.member, share: origin.share }));
  return { member, lossFraction, worldShare, origins: plain };
}

export function toDisruptionResponse(row: DisruptionEntity): DisruptionResponse {
  const { id, reference, title, material, cause, state, startsOn, endsOn } = row;
  const { declaredOn, declaredAt } = row;
  return {
    id,
    reference,
    title,
    material,
    cause,
    state,
    startsOn,
    endsOn,
    declaredOn,
    declaredAt,
    suppliers: JSON.parse(row.suppliers) as SupplierDto[],
    evidence: JSON.parse(row.evidence) as EvidenceDto[],
  };
}
