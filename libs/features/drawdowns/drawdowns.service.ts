import { Injectable } from '@nestjs/common';
import { earmarked, free, movement } from '#domain/books/lot';
import type { Pick } from '#domain/books/pick-list';
import type { Transfer } from '#domain/books/transfer';
import { toTransferRecord } from '#domain/books/transfer-record';
import { DomainError } from '#domain/errors';
import type { CommandContext } from '#platform/database/command-context';
import type { Tx } from '#platform/database/tx';
import { UnitOfWork } from '#platform/database/unit-of-work';
import { positiveMassAt } from '#platform/http/mass-at';
import { AwardsService, type AwardToDraw } from '#features/allocations/awards.service';
import { EventLog } from '#features/event-log/event-log';
import { BooksService } from '#features/reserves/books.service';
import { DrawdownBooks } from './drawdown-books';
import { toDrawdownResponse } from './drawdown-response';
import { DrawdownEntity, DrawdownLineEntity } from './drawdown.entity';
import type { DrawdownAnswer, NewDrawdownRequest } from './drawdowns.dto';
import { PickListsService } from './pick-lists.service';

/** Release orders against awards: as many as its grams allow, until they are used. */
@Injectable()
export class DrawdownsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly log: EventLog,
    private readonly awards: AwardsService,
    private readonly books: BooksService,
    private readonly drawdowns: DrawdownBooks,
    private readonly pickLists: PickListsService,
  ) {}

  /**
   * Orders grams of an award from its earmarked lots; free lots replace what a loss took. Refuses
   * `award-unknown`, `act-not-legal-now`, `drawdown-exceeds-award` and `award-not-covered`.
   */
  order(
    ctx: CommandContext,
    awardId: string,
    request: NewDrawdownRequest,
  ): Promise<DrawdownAnswer> {
    return this.unitOfWork.run(ctx, async (tx) => {
      const award = await this.awards.beginDrawing(tx, awardId);
      const { left } = award;
      const grams = request.quantity ? positiveMassAt('/quantity', request.quantity) : left;
      if (grams > left || left === 0n) throw exceedsAward(left);
      const list = await this.pickLists.pick(tx, award, grams);
      await this.awards.change(tx, awardId, { ordered: award.ordered + grams, state: 'drawing' });
      const drawdown = newDrawdown(tx, ctx, award, grams);
      const lines = await this.pickLists.lines(tx, drawdown.id, list);
      await tx.manager.insert(DrawdownEntity, drawdown);
      await tx.manager.insert(DrawdownLineEntity, lines);
      const entryId = tx.newId();
      const transfers = list.replaced.map((pick) => earmarking(tx, award, pick));
      await this.books.post(tx, entryId, transfers);
      await this.awards.earmark(tx, award, list.replaced, transfers);
      const body = orderRecord(drawdown, lines, transfers);
      const { member } = award;
      const kind = 'drawdown-ordered';
      const entry = await this.log.append(tx, ctx, { id: entryId, kind, body, member });
      return { ...toDrawdownResponse(drawdown, lines), entry };
    });
  }

  /** Takes an order back before anything left; its grams are the award's again. */
  cancel(ctx: CommandContext, id: string, reason: string): Promise<DrawdownAnswer> {
    return this.unitOfWork.run(ctx, async (tx) => {
      const open = await this.drawdowns.open(tx, ctx, id, 'cancel');
      const { awardId, grams } = open.drawdown;
      const award = await this.awards.lock(tx, awardId);
      await this.awards.change(tx, awardId, { ordered: award.ordered - grams });
      return this.drawdowns.take(tx, ctx, open, { change: { reason }, details: { reason } });
    });
  }
}

function newDrawdown(
  tx: Tx,
  ctx: CommandContext,
  award: AwardToDraw,
  grams: bigint,
): DrawdownEntity {
  return {
    ...{ id: tx.newId(), awardId: award.id, member: award.member, material: award.material },
    ...{ grams, state: 'ordered', orderedBy: ctx.actor.id, orderedAt: tx.now },
    ...{ carrier: null, transportReference: null, departedOn: null, expectedOn: null },
    ...{ releasedBy: null, releasedAt: null, collectedBy: null, collectedAt: null },
    ...{ settledBy: null, settledAt: null, lost: 0n, reason: null, endUseDue: null },
  };
}

function earmarking(tx: Tx, { material, member }: AwardToDraw, pick: Pick): Transfer {
  const { depot, lot, grams } = pick;
  const way = { from: free(depot), to: earmarked(depot, member) };
  return movement(tx.newId(), { id: lot, material }, way, grams, tx.today());
}

function orderRecord(
  { id, awardId, grams }: DrawdownEntity,
  lines: readonly DrawdownLineEntity[],
  transfers: readonly Transfer[],
): object {
  const plain = lines.map(({ lotId, depot, grams: part }) => ({
    lot: lotId,
    depot,
    grams: part.toString(),
  }));
  const moved = transfers.length === 0 ? {} : { transfers: transfers.map(toTransferRecord) };
  return { drawdown: id, award: awardId, grams: grams.toString(), lines: plain, ...moved };
}

function exceedsAward(left: bigint): DomainError {
  return new DomainError(
    'rule',
    'drawdown-exceeds-award',
    `The award has ${left} g left to order.`,
    { pointer: '/quantity', leftGrams: `${left}` },
  );
}
