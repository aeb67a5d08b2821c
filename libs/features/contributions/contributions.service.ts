import { Injectable } from '@nestjs/common';
import { assert } from '#domain/assert';
import { DomainError } from '#domain/errors';
import { accountKey, type AccountKind } from '#domain/books/account';
import { containedGrams } from '#domain/books/contained-mass';
import { deliver } from '#domain/books/pledge';
import { toTransferRecord, type Transfer } from '#domain/books/transfer';
import { next } from '#domain/lifecycle/lifecycle';
import { CONTRIBUTION, type ContributionAct } from '#domain/lifecycle/lifecycles';
import { formatMass } from '#domain/quantity/mass';
import type { CommandContext } from '#platform/database/command-context';
import type { Tx } from '#platform/database/tx';
import { UnitOfWork } from '#platform/database/unit-of-work';
import { positiveMassAt } from '#platform/http/mass-at';
import { DepotsService } from '#features/depots/depots.service';
import { EventLog } from '#features/event-log/event-log';
import { MaterialsService } from '#features/materials/materials.service';
import { PledgesService } from '#features/pledges/pledges.service';
import { BooksService } from '#features/reserves/books.service';
import { ContributionEntity, LotEntity } from './contribution.entity';
import type {
  ContributionAnswer,
  ContributionResponse,
  NewContributionRequest,
} from './contributions.dto';

/** Deliveries against pledges, and the lots they bring. */
@Injectable()
export class ContributionsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly log: EventLog,
    private readonly materials: MaterialsService,
    private readonly depots: DepotsService,
    private readonly pledges: PledgesService,
    private readonly books: BooksService,
  ) {}

  /**
   * Records a delivery; its lot stands on hold until the Trust accepts it. Refuses
   * `member-not-yours`, `pledge-not-accepted`, `form-unknown`, `depot-unknown`, `mass-zero`,
   * `contains-nothing` and `contribution-exceeds-pledge`.
   */
  receive(
    ctx: CommandContext,
    pledgeId: string,
    request: NewContributionRequest,
  ): Promise<ContributionAnswer> {
    return this.unitOfWork.run(ctx, async (tx) => {
      const pledge = await this.pledges.lockOwn(tx, ctx.actor, pledgeId);
      const form = await this.materials.formOf(tx, pledge.material, request.form);
      await this.depots.requireDepot(tx, request.depot);
      const grossGrams = positiveMassAt('/grossMass', request.grossMass);
      const assay = request.assay ?? form.containedFraction;
      const contained = containedGrams(grossGrams, assay);
      deliver(pledge, contained + (await this.undecidedGrams(tx, pledgeId)));
      const contribution: ContributionEntity = {
        id: tx.newId(),
        pledgeId,
        member: pledge.member,
        material: pledge.material,
        state: 'received',
        effectiveDate: request.effectiveDate,
        receivedBy: ctx.actor.id,
        decidedBy: null,
        reason: null,
        receivedAt: tx.now,
      };
      const lot: LotEntity = {
        id: tx.newId(),
        contributionId: contribution.id,
        material: pledge.material,
        form: form.code,
        depot: request.depot,
        grossGrams,
        assay,
        containedGrams: contained,
        receivedOn: request.effectiveDate,
      };
      await tx.manager.insert(ContributionEntity, contribution);
      await tx.manager.insert(LotEntity, lot);
      const moved = movement(tx, contribution, lot, 'outside', 'reserve-hold');
      const entry = await this.book(tx, ctx, 'contribution-received', contribution, [moved], {
        lot: lotRecord(lot),
        pledge: pledgeId,
      });
      return { ...toContributionResponse(contribution, lot), entry };
    });
  }

  /** Takes the lot into the free reserve and counts it against the pledge. */
  accept(ctx: CommandContext, id: string): Promise<ContributionAnswer> {
    return this.unitOfWork.run(ctx, async (tx) => {
      const seen = await tx.manager.findOneBy(ContributionEntity, { id });
      if (!seen) throw unknownContribution();
      const pledge = await this.pledges.lock(tx, seen.pledgeId);
      const { contribution, lot } = await this.decide(tx, ctx, id, 'accept', null);
      const effective = contribution.effectiveDate;
      const delivered = await this.pledges.deliver(tx, pledge, lot.containedGrams, effective);
      const moved = movement(tx, contribution, lot, 'reserve-hold', 'reserve-free');
      const transfers = [moved, delivered];
      const entry = await this.book(tx, ctx, 'contribution-accepted', contribution, transfers, {});
      return { ...toContributionResponse(contribution, lot), entry };
    });
  }

  /** Sends the lot back; the pledge stays as it was. */
  reject(ctx: CommandContext, id: string, reason: string): Promise<ContributionAnswer> {
    return this.unitOfWork.run(ctx, async (tx) => {
      const { contribution, lot } = await this.decide(tx, ctx, id, 'reject', reason);
      const moved = movement(tx, contribution, lot, 'reserve-hold', 'outside');
      const entry = await this.book(tx, ctx, 'contribution-rejected', contribution, [moved], {
        reason,
      });
      return { ...toContributionResponse(contribution, lot), entry };
    });
  }

  /** Grams received against a pledge and not yet decided; they count as spoken for. */
  private async undecidedGrams(tx: Tx, pledgeId: string): Promise<bigint> {
    const [row] = await tx.query<{ grams: string }>(
      `select coalesce(sum(l.contained_grams), 0) as grams
       from contribution c join lot l on l.contribution_id = c.id
       where c.pledge_id = $1 and c.state = 'received'`,
      [pledgeId],
    );
    return BigInt(row?.grams ?? '0');
  }

  private async decide(
    tx: Tx,
    ctx: CommandContext,
    id: string,
    act: ContributionAct,
    reason: string | null,
  ): Promise<{ contribution: ContributionEntity; lot: LotEntity }> {
    const before = await this.lock(tx, id);
    const state = next('contribution', CONTRIBUTION, before.state, act);
    const change = { state, decidedBy: ctx.actor.id, reason };
    await tx.manager.update(ContributionEntity, { id }, change);
    const lot = await tx.manager.findOneBy(LotEntity, { contributionId: id });
    assert(lot, 'every contribution has a lot');
    return { contribution: { ...before, ...change }, lot };
  }

  private async book(
    tx: Tx,
    ctx: CommandContext,
    kind: 'contribution-received' | 'contribution-accepted' | 'contribution-rejected',
    contribution: ContributionEntity,
    transfers: readonly Transfer[],
    details: object,
  ): Promise<string> {
    const id = tx.newId();
    await this.books.post(tx, id, transfers);
    return this.log.append(tx, ctx, {
      id,
      kind,
      effectiveDate: contribution.effectiveDate,
      member: contribution.member,
      body: {
        contribution: contribution.id,
        ...details,
        transfers: transfers.map(toTransferRecord),
      },
    });
  }

  private async lock(tx: Tx, id: string): Promise<ContributionEntity> {
    const contribution = await tx.locked(ContributionEntity, id);
    if (contribution) return contribution;
    throw unknownContribution();
  }
}

function unknownContribution(): DomainError {
  return new DomainError('not-found', 'contribution-unknown', 'No contribution has this id.');
}

function movement(
  tx: Tx,
  contribution: ContributionEntity,
  lot: LotEntity,
  from: AccountKind,
  to: AccountKind,
): Transfer {
  const side = (kind: AccountKind): string => {
    const depot = kind === 'outside' ? null : lot.depot;
    return accountKey({ material: lot.material, kind, member: null, depot });
  };
  return {
    id: tx.newId(),
    kind: 'posted',
    pending: null,
    from: side(from),
    to: side(to),
    grams: lot.containedGrams,
    lot: lot.id,
    effectiveDate: contribution.effectiveDate,
  };
}

function lotRecord(lot: LotEntity): object {
  const { id, material, form, depot, assay } = lot;
  const grossGrams = lot.grossGrams.toString();
  return { id, material, form, depot, assay, grossGrams, grams: lot.containedGrams.toString() };
}

export function toContributionResponse(
  contribution: ContributionEntity,
  lot: LotEntity,
): ContributionResponse {
  const { id, pledgeId, member, material, state, effectiveDate, reason } = contribution;
  return {
    id,
    pledge: pledgeId,
    member,
    material,
    state,
    effectiveDate,
    reason,
    lot: {
      id: lot.id,
      form: lot.form,
      depot: lot.depot,
      grossMass: formatMass(lot.grossGrams),
      assay: lot.assay,
      containedMass: formatMass(lot.containedGrams),
    },
  };
}
