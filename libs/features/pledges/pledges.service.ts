import { Injectable } from '@nestjs/common';
import { DataSource, In, type EntityManager } from 'typeorm';
import { assert } from '#domain/assert';
import { DomainError } from '#domain/errors';
import { accountKey, type AccountKind } from '#domain/books/account';
import { deliver, pledgedGrams, type Instalment } from '#domain/books/pledge';
import { toTransferRecord, type Transfer } from '#domain/books/transfer';
import { next } from '#domain/lifecycle/lifecycle';
import { PLEDGE } from '#domain/lifecycle/lifecycles';
import { formatMass } from '#domain/quantity/mass';
import { requireOwnMember } from '#platform/auth/own-member';
import type { Actor, CommandContext } from '#platform/database/command-context';
import type { Tx } from '#platform/database/tx';
import { UnitOfWork } from '#platform/database/unit-of-work';
import { positiveMassAt } from '#platform/http/mass-at';
import { EventLog } from '#features/event-log/event-log';
import { MaterialsService } from '#features/materials/materials.service';
import { BooksService } from '#features/reserves/books.service';
import { InstalmentEntity, PledgeEntity } from './pledge.entity';
import type { NewPledgeRequest, PledgeAnswer, PledgeResponse } from './pledges.dto';

/** What members promise. */
@Injectable()
export class PledgesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly unitOfWork: UnitOfWork,
    private readonly log: EventLog,
    private readonly materials: MaterialsService,
    private readonly books: BooksService,
  ) {}

  /** Refuses `material-unknown`, `mass-zero` and `instalments-not-in-order`. */
  offer(ctx: CommandContext, request: NewPledgeRequest): Promise<PledgeAnswer> {
    return this.unitOfWork.run(ctx, async (tx) => {
      const member = requireOwnMember(ctx.actor, ctx.actor.member);
      await this.materials.requireMaterial(tx, request.material);
      const instalments = request.instalments.map(({ dueDate, quantity }, index) => ({
        dueDate,
        grams: positiveMassAt(`/instalments/${index}/quantity`, quantity),
      }));
      const pledge: PledgeEntity = {
        id: tx.newId(),
        member,
        material: request.material,
        state: 'offered',
        grams: pledgedGrams(instalments),
        delivered: 0n,
        note: request.note ?? null,
        offeredBy: ctx.actor.id,
        acceptedBy: null,
        offeredAt: tx.now,
      };
      await tx.manager.insert(PledgeEntity, pledge);
      const rows = instalments.map((part, index) => ({
        pledgeId: pledge.id,
        ordinal: index + 1,
        ...part,
      }));
      await tx.manager.insert(InstalmentEntity, rows);
      const response = toPledgeResponse(pledge, instalments);
      const body = {
        pledge: {
          ...{ id: pledge.id, member, material: pledge.material, note: pledge.note },
          grams: pledge.grams.toString(),
          instalments: instalments.map((part) => ({
            dueDate: part.dueDate,
            grams: part.grams.toString(),
          })),
        },
      };
      const entry = await this.log.append(tx, ctx, { kind: 'pledge-offered', body, member });
      return { ...response, entry };
    });
  }

  /** Refuses `pledge-unknown` and `act-not-legal-now`. */
  accept(ctx: CommandContext, id: string): Promise<PledgeAnswer> {
    return this.unitOfWork.run(ctx, async (tx) => {
      const pledge = await this.lock(tx, id);
      const state = next('pledge', PLEDGE, pledge.state, 'accept');
      await tx.manager.update(PledgeEntity, { id }, { state, acceptedBy: ctx.actor.id });
      const entryId = tx.newId();
      const transfer = obligation(tx, pledge, 'pledged', pledge.grams, tx.today());
      await this.books.post(tx, entryId, [transfer]);
      const entry = await this.log.append(tx, ctx, {
        id: entryId,
        kind: 'pledge-accepted',
        body: { pledge: id, transfers: [toTransferRecord(transfer)] },
        member: pledge.member,
      });
      return { ...(await this.toResponse(tx.manager, { ...pledge, state })), entry };
    });
  }

  /**
   * Counts an accepted contribution against a locked pledge; returns the obligation transfer,
   * still to be posted. Refuses `contribution-exceeds-pledge`.
   */
  async deliver(
    tx: Tx,
    pledge: PledgeEntity,
    grams: bigint,
    effectiveDate: string,
  ): Promise<Transfer> {
    const delivered = deliver(pledge, grams);
    const whole = delivered === pledge.grams;
    const state = whole ? next('pledge', PLEDGE, pledge.state, 'fulfil') : pledge.state;
    await tx.manager.update(PledgeEntity, { id: pledge.id }, { delivered, state });
    return obligation(tx, pledge, 'delivered', grams, effectiveDate);
  }

  /** The pledge, locked; refuses `pledge-unknown`. */
  async lock(tx: Tx, id: string): Promise<PledgeEntity> {
    const pledge = await tx.locked(PledgeEntity, id);
    if (pledge) return pledge;
    throw new DomainError('not-found', 'pledge-unknown', 'No pledge has this identifier.');
  }

  /**
   * An accepted pledge of the actor's own member, locked. Another member's pledge is refused as
   * one that does not exist is, so that nothing can be learnt by asking.
   */
  async lockOwn(tx: Tx, actor: Actor, id: string): Promise<PledgeEntity> {
    const pledge = await tx.locked(PledgeEntity, id);
    requireOwnMember(actor, pledge?.member);
    assert(pledge, 'a pledge of the own member was found');
    if (pledge.state !== 'offered') return pledge;
    throw new DomainError('conflict', 'pledge-not-accepted', 'The pledge is not accepted yet.');
  }

  async list(): Promise<{ pledges: PledgeResponse[] }> {
    const { manager } = this.dataSource;
    const pledges = await manager.find(PledgeEntity, { order: { id: 'ASC' }, take: 5_000 });
    const instalments = await manager.find(InstalmentEntity, {
      where: { pledgeId: In(pledges.map(({ id }) => id)) },
      order: { ordinal: 'ASC' },
    });
    const parts = new Map<string, InstalmentEntity[]>(pledges.map(({ id }) => [id, []]));
    for (const instalment of instalments) parts.get(instalment.pledgeId)?.push(instalment);
    return { pledges: pledges.map((p) => toPledgeResponse(p, parts.get(p.id) ?? [])) };
  }

  async get(id: string): Promise<PledgeResponse> {
    const { manager } = this.dataSource;
    const pledge = await manager.findOneBy(PledgeEntity, { id });
    if (!pledge) {
      throw new DomainError('not-found', 'pledge-unknown', 'No pledge has this identifier.');
    }
    return this.toResponse(manager, pledge);
  }

  private async toResponse(manager: EntityManager, pledge: PledgeEntity): Promise<PledgeResponse> {
    const instalments = await manager.find(InstalmentEntity, {
      where: { pledgeId: pledge.id },
      order: { ordinal: 'ASC' },
    });
    return toPledgeResponse(pledge, instalments);
  }
}

function toPledgeResponse(
  pledge: PledgeEntity,
  instalments: readonly Instalment[],
): PledgeResponse {
  const { id, member, material, state, note } = pledge;
  return {
    ...{ id, member, material, state, note },
    quantity: formatMass(pledge.grams),
    delivered: formatMass(pledge.delivered),
    instalments: instalments.map(({ dueDate, grams }) => ({
      dueDate,
      quantity: formatMass(grams),
    })),
  };
}

/** A promise enters the books from `undertaken`; a delivery moves it on from `pledged`. */
function obligation(
  tx: Tx,
  pledge: PledgeEntity,
  to: 'pledged' | 'delivered',
  grams: bigint,
  effectiveDate: string,
): Transfer {
  const { material, member } = pledge;
  const own = (kind: AccountKind): string => accountKey({ material, kind, member, depot: null });
  const undertaken = accountKey({ material, kind: 'undertaken', member: null, depot: null });
  return {
    id: tx.newId(),
    kind: 'posted',
    pending: null,
    from: to === 'pledged' ? undertaken : own('pledged'),
    to: own(to),
    grams,
    lot: null,
    effectiveDate,
  };
}
