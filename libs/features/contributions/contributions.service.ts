import { Injectable } from '@nestjs/common';
import { assert } from '#domain/assert';
import { DomainError } from '#domain/errors';
import { free, movement, onHold, OUTSIDE } from '#domain/books/lot';
import { type Transfer } from '#domain/books/transfer';
import { toTransferRecord } from '#domain/books/transfer-record';
import { next } from '#domain/lifecycle/lifecycle';
import { CONTRIBUTION } from '#domain/lifecycle/lifecycles';
import { requireOtherPerson } from '#platform/auth/four-eyes';
import type { CommandContext } from '#platform/database/command-context';
import type { Tx } from '#platform/database/tx';
import { UnitOfWork } from '#platform/database/unit-of-work';
import { EventLog } from '#features/event-log/event-log';
import { LotsService, toLotResponse, type NewLot } from '#features/lots/lots.service';
import { PledgesService } from '#features/pledges/pledges.service';
import { BooksService } from '#features/reserves/books.service';
import { ContributionEntity } from './contribution.entity';
import { toContributionResponse } from './contribution-response';
import type { ContributionAnswer } from './contributions.dto';

/** A contribution as it was decided, with its pledge as it was before. */
interface Decided {
  readonly pledge: Awaited<ReturnType<PledgesService['lock']>>;
  readonly contribution: ContributionEntity;
  readonly lot: NewLot;
}

/** Decides what was received. */
@Injectable()
export class ContributionsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly log: EventLog,
    private readonly pledges: PledgesService,
    private readonly lots: LotsService,
    private readonly books: BooksService,
  ) {}

  /**
   * Takes the lot into the free reserve and counts it against the pledge. Refuses
   * `contribution-unknown`, `act-not-legal-now` and `four-eyes-required`.
   */
  accept(ctx: CommandContext, id: string): Promise<ContributionAnswer> {
    return this.unitOfWork.run(ctx, async (tx) => {
      const { pledge, contribution, lot } = await this.decide(tx, ctx, id, 'accept', null);
      const effective = contribution.effectiveDate;
      const delivered = await this.pledges.deliver(tx, pledge, lot.containedGrams, effective);
      const way = { from: onHold(lot.depot), to: free(lot.depot) };
      const moved = movement(tx.newId(), lot, way, lot.containedGrams, effective);
      return this.book(tx, ctx, 'contribution-accepted', { contribution, lot }, [moved, delivered]);
    });
  }

  /** Sends the lot back; what it took of the pledge is open again. Refuses as `accept` does. */
  reject(ctx: CommandContext, id: string, reason: string): Promise<ContributionAnswer> {
    return this.unitOfWork.run(ctx, async (tx) => {
      const { pledge, contribution, lot } = await this.decide(tx, ctx, id, 'reject', reason);
      const change = { announced: 0n, received: -lot.containedGrams };
      await this.pledges.countUnderWay(tx, new Map([[pledge.id, change]]));
      const way = { from: onHold(lot.depot), to: OUTSIDE };
      const effective = contribution.effectiveDate;
      const moved = movement(tx.newId(), lot, way, lot.containedGrams, effective);
      return this.book(tx, ctx, 'contribution-rejected', { contribution, lot }, [moved], {
        reason,
      });
    });
  }

  /**
   * The third pair of eyes: whoever announced or received it may not decide it. Locks the pledge,
   * then the contribution, as everybody does.
   */
  private async decide(
    tx: Tx,
    ctx: CommandContext,
    id: string,
    act: 'accept' | 'reject',
    reason: string | null,
  ): Promise<Decided> {
    const seen = await tx.manager.findOneBy(ContributionEntity, { id });
    if (!seen) throw contributionUnknown();
    const pledge = await this.pledges.lock(tx, seen.pledgeId);
    const before = await tx.locked(ContributionEntity, id);
    assert(before, 'a contribution never goes away');
    const state = next('contribution', CONTRIBUTION, before.state, act);
    requireOtherPerson(ctx.actor, before.notifiedBy, 'announced the contribution');
    requireOtherPerson(ctx.actor, before.receivedBy, 'received the contribution');
    const change = { state, decidedBy: ctx.actor.id, reason };
    await tx.manager.update(ContributionEntity, { id }, change);
    const lot = await this.lots.broughtBy(tx, id);
    assert(lot, 'every contribution received has a lot');
    return { pledge, contribution: { ...before, ...change }, lot };
  }

  private async book(
    tx: Tx,
    ctx: CommandContext,
    kind: 'contribution-accepted' | 'contribution-rejected',
    { contribution, lot }: Pick<Decided, 'contribution' | 'lot'>,
    transfers: readonly Transfer[],
    details: object = {},
  ): Promise<ContributionAnswer> {
    const id = tx.newId();
    await this.books.post(tx, id, transfers);
    const entry = await this.log.append(tx, ctx, {
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
    return { ...toContributionResponse(contribution, toLotResponse(lot)), entry };
  }
}

function contributionUnknown(): DomainError {
  return new DomainError('not-found', 'contribution-unknown', 'No contribution has this id.');
}
