import { Injectable } from '@nestjs/common';
import { DomainError } from '#domain/errors';
import { free, lost, movement, onHold, type Place } from '#domain/books/lot';
import { requireOtherPerson } from '#platform/auth/four-eyes';
import type { CommandContext } from '#platform/database/command-context';
import type { Tx } from '#platform/database/tx';
import { UnitOfWork } from '#platform/database/unit-of-work';
import { positiveMassAt } from '#platform/http/mass-at';
import { LotLossEntity, LotObjectionEntity } from './lot-act.entity';
import { LotBooks, requireAvailable, type OpenLot } from './lot-books';
import type { LossRequest, LotActAnswer } from './lots.dto';

/** Material that is gone, written off by two administrators. */
@Injectable()
export class LotLossesService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly books: LotBooks,
  ) {}

  /** Moves nothing yet. Refuses `lot-unknown`, `mass-zero` and `lot-not-free`. */
  propose(ctx: CommandContext, lotId: string, request: LossRequest): Promise<LotActAnswer> {
    return this.unitOfWork.run(ctx, async (tx) => {
      const open = await this.books.open(tx, lotId);
      const grams = positiveMassAt('/containedMass', request.containedMass);
      requireAvailable(open, await placeOf(tx, open), grams, '/containedMass');
      const { reason, effectiveDate } = request;
      const loss: LotLossEntity = {
        ...{ id: tx.newId(), lotId, grams, reason, effectiveOn: effectiveDate },
        ...{ proposedBy: ctx.actor.id, proposedAt: tx.now, confirmedBy: null },
      };
      await tx.manager.insert(LotLossEntity, loss);
      const { id } = loss;
      const details = { loss: id, lot: lotId, grams: grams.toString(), reason };
      const options = { effectiveDate };
      const entry = await this.books.book(tx, ctx, 'lot-loss-proposed', [], details, options);
      return { id, lot: lotId, entry };
    });
  }

  /**
   * Books the loss. Refuses `loss-unknown`, `loss-confirmed-already`, `four-eyes-required` and
   * `lot-not-free`.
   */
  confirm(ctx: CommandContext, id: string): Promise<LotActAnswer> {
    return this.unitOfWork.run(ctx, async (tx) => {
      const seen = await tx.manager.findOneBy(LotLossEntity, { id });
      if (!seen) throw lossUnknown();
      const open = await this.books.open(tx, seen.lotId);
      const loss = await tx.manager.findOneByOrFail(LotLossEntity, { id });
      if (loss.confirmedBy !== null) throw confirmedAlready();
      requireOtherPerson(ctx.actor, loss.proposedBy, 'proposed the loss');
      const place = await placeOf(tx, open);
      requireAvailable(open, place, loss.grams);
      await tx.manager.update(LotLossEntity, { id }, { confirmedBy: ctx.actor.id });
      const { lot } = open;
      const way = { from: place, to: lost(lot.depot) };
      const transfers = [movement(tx.newId(), lot, way, loss.grams, loss.effectiveOn)];
      const details = { loss: id, lot: lot.id, reason: loss.reason };
      const options = { effectiveDate: loss.effectiveOn };
      const kind = 'lot-loss-confirmed';
      const entry = await this.books.book(tx, ctx, kind, transfers, details, options);
      return { id, lot: lot.id, entry };
    });
  }
}

/** Where a loss is taken from: an objection's hold, or else what is free. */
async function placeOf(tx: Tx, { lot }: OpenLot): Promise<Place> {
  const held = { lotId: lot.id, state: 'held' } as const;
  const isHeld = await tx.manager.existsBy(LotObjectionEntity, held);
  return isHeld ? onHold(lot.depot) : free(lot.depot);
}

function lossUnknown(): DomainError {
  return new DomainError('not-found', 'loss-unknown', 'No loss has this identifier.');
}

function confirmedAlready(): DomainError {
  return new DomainError('conflict', 'loss-confirmed-already', 'The loss is booked already.');
}
