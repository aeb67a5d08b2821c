import { Injectable } from '@nestjs/common';
import { DomainError } from '#domain/errors';
import { free, movement, onHold } from '#domain/books/lot';
import { next } from '#domain/lifecycle/lifecycle';
import { OBJECTION } from '#domain/lifecycle/lifecycles';
import { requireOtherPerson } from '#platform/auth/four-eyes';
import type { CommandContext } from '#platform/database/command-context';
import type { Tx } from '#platform/database/tx';
import { UnitOfWork } from '#platform/database/unit-of-work';
import { LotObjectionEntity } from './lot-act.entity';
import { availableIn, LotBooks, requireAvailable, type OpenLot } from './lot-books';
import type { LotActAnswer, ObjectionRequest } from './lots.dto';

/** An auditor objects, one administrator places the hold, another one releases it. */
@Injectable()
export class LotObjectionsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly books: LotBooks,
  ) {}

  /** A statement in the log that moves nothing. Refuses `lot-unknown`. */
  raise(ctx: CommandContext, lotId: string, request: ObjectionRequest): Promise<LotActAnswer> {
    return this.unitOfWork.run(ctx, async (tx) => {
      await this.books.open(tx, lotId);
      const { statement } = request;
      const objection: LotObjectionEntity = {
        ...{ id: tx.newId(), lotId, state: 'raised', statement },
        ...{ raisedBy: ctx.actor.id, raisedAt: tx.now },
        ...{ heldBy: null, heldGrams: null, releasedBy: null, reason: null },
      };
      await tx.manager.insert(LotObjectionEntity, objection);
      const { id } = objection;
      const details = { objection: id, lot: lotId, statement };
      const entry = await this.books.book(tx, ctx, 'lot-objection-raised', [], details);
      return { id, lot: lotId, entry };
    });
  }

  /**
   * Puts all that is free of the lot on hold; what is earmarked stays so. Refuses
   * `objection-unknown`, `act-not-legal-now`, `four-eyes-required`, `lot-held-already` and
   * `lot-not-free`.
   */
  hold(ctx: CommandContext, id: string): Promise<LotActAnswer> {
    return this.unitOfWork.run(ctx, async (tx) => {
      const { objection, open } = await this.lock(tx, id);
      const { lot } = open;
      const state = next('objection', OBJECTION, objection.state, 'hold');
      requireOtherPerson(ctx.actor, objection.raisedBy, 'raised the objection');
      const held = { lotId: lot.id, state: 'held' } as const;
      if (await tx.manager.existsBy(LotObjectionEntity, held)) throw heldAlready();
      const place = free(lot.depot);
      requireAvailable(open, place, 1n);
      const heldGrams = availableIn(open, place);
      const change = { state, heldBy: ctx.actor.id, heldGrams };
      await tx.manager.update(LotObjectionEntity, { id }, change);
      const way = { from: place, to: onHold(lot.depot) };
      const transfers = [movement(tx.newId(), lot, way, heldGrams, tx.today())];
      const details = { objection: id, lot: lot.id, reason: objection.statement };
      const entry = await this.books.book(tx, ctx, 'lot-held', transfers, details);
      return { id, lot: lot.id, entry };
    });
  }

  /**
   * Frees what the hold still has. Refuses `objection-unknown`, `act-not-legal-now` and
   * `four-eyes-required`.
   */
  release(ctx: CommandContext, id: string, reason: string): Promise<LotActAnswer> {
    return this.unitOfWork.run(ctx, async (tx) => {
      const { objection, open } = await this.lock(tx, id);
      const { lot } = open;
      const state = next('objection', OBJECTION, objection.state, 'release');
      requireOtherPerson(ctx.actor, objection.heldBy, 'placed the hold');
      const change = { state, releasedBy: ctx.actor.id, reason };
      await tx.manager.update(LotObjectionEntity, { id }, change);
      const grams = availableIn(open, onHold(lot.depot));
      const way = { from: onHold(lot.depot), to: free(lot.depot) };
      // All of it may have been lost meanwhile.
      const transfers = grams > 0n ? [movement(tx.newId(), lot, way, grams, tx.today())] : [];
      const details = { objection: id, lot: lot.id, reason };
      const entry = await this.books.book(tx, ctx, 'lot-released', transfers, details);
      return { id, lot: lot.id, entry };
    });
  }

  /** The objection under the lock of its lot. */
  private async lock(
    tx: Tx,
    id: string,
  ): Promise<{ objection: LotObjectionEntity; open: OpenLot }> {
    const seen = await tx.manager.findOneBy(LotObjectionEntity, { id });
    if (!seen) throw objectionUnknown();
    const open = await this.books.open(tx, seen.lotId);
    return { objection: await tx.manager.findOneByOrFail(LotObjectionEntity, { id }), open };
  }
}

function heldAlready(): DomainError {
  return new DomainError(
    'conflict',
    'lot-held-already',
    'The lot is on hold under another objection; release that one first.',
  );
}

function objectionUnknown(): DomainError {
  return new DomainError('not-found', 'objection-unknown', 'No objection has this identifier.');
}
