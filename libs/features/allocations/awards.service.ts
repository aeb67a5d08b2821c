import { Injectable } from '@nestjs/common';
import { accountKey } from '#domain/books/account';
import type { Transfer } from '#domain/books/transfer';
import { toTransferRecord } from '#domain/books/transfer-record';
import { DomainError } from '#domain/errors';
import { next } from '#domain/lifecycle/lifecycle';
import { AWARD } from '#domain/lifecycle/lifecycles';
import { requireOwnMember } from '#platform/auth/own-member';
import type { CommandContext } from '#platform/database/command-context';
import type { Tx } from '#platform/database/tx';
import { UnitOfWork } from '#platform/database/unit-of-work';
import { DeadlinesService } from '#features/deadlines/deadlines.service';
import { EventLog } from '#features/event-log/event-log';
import { BooksService } from '#features/reserves/books.service';
import { AwardEntity, EarmarkEntity } from './allocation-run.entity';
import type { AwardResponse } from './allocations.dto';
import { toAwardResponse } from './allocations.queries';

/** What members do with their awards. */
@Injectable()
export class AwardsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly log: EventLog,
    private readonly books: BooksService,
    private readonly deadlines: DeadlinesService,
  ) {}

  /** Refuses `member-not-yours`, `act-not-legal-now` and `deadline-over`. */
  accept(ctx: CommandContext, id: string): Promise<AwardResponse & { entry: string }> {
    return this.unitOfWork.run(ctx, async (tx) => {
      const award = await this.find(tx, id);
      const member = requireOwnMember(ctx.actor, award?.member);
      const locked = await this.lock(tx, id);
      const state = next('award', AWARD, locked.state, 'accept');
      await this.deadlines.requireTime(tx, 'answer-award', id);
      await this.deadlines.meet(tx, 'answer-award', id);
      await this.deadlines.begin(tx, 'deliver', [{ id, member }]);
      await tx.manager.update(AwardEntity, { id }, { state });
      const body = { award: id };
      const entry = await this.log.append(tx, ctx, { kind: 'award-accepted', body, member });
      return { ...toAwardResponse({ ...locked, state }), entry };
    });
  }

  /**
   * Gives the award back, whole: its lots are free again in their depots. Refuses
   * `member-not-yours`, `act-not-legal-now` once something was ordered, and `deadline-over`.
   */
  waive(
    ctx: CommandContext,
    id: string,
    reason: string,
  ): Promise<AwardResponse & { entry: string }> {
    return this.unitOfWork.run(ctx, async (tx) => {
      const seen = await this.find(tx, id);
      const member = requireOwnMember(ctx.actor, seen?.member);
      const award = await this.lock(tx, id);
      const state = next('award', AWARD, award.state, 'waive');
      await this.deadlines.requireTime(tx, 'answer-award', id);
      await this.deadlines.meet(tx, 'answer-award', id);
      await this.deadlines.drop(tx, ['deliver'], id);
      await tx.manager.update(AwardEntity, { id }, { state });
      const entryId = tx.newId();
      const transfers = await this.freeLots(tx, award);
      await this.books.post(tx, entryId, transfers);
      const body = { award: id, reason, transfers: transfers.map(toTransferRecord) };
      const kind = 'award-waived';
      const entry = await this.log.append(tx, ctx, { id: entryId, kind, body, member });
      return { ...toAwardResponse({ ...award, state }), entry };
    });
  }

  /** An award that was not answered by its deadline is given back whole. A command of the clock. */
  async lapse(tx: Tx, ctx: CommandContext, id: string): Promise<string> {
    const award = await this.lock(tx, id);
    const state = next('award', AWARD, award.state, 'lapse');
    await tx.manager.update(AwardEntity, { id }, { state });
    const entryId = tx.newId();
    const transfers = await this.freeLots(tx, award);
    await this.books.post(tx, entryId, transfers);
    const body = { award: id, transfers: transfers.map(toTransferRecord) };
    const { member } = award;
    return this.log.append(tx, ctx, { id: entryId, kind: 'award-lapsed', body, member });
  }

  private async freeLots(tx: Tx, { runId, member, material }: AwardEntity): Promise<Transfer[]> {
    const earmarks = await tx.manager.find(EarmarkEntity, {
      where: { runId, member },
      order: { transferId: 'ASC' },
    });
    return earmarks.map(({ depot, lotId, grams }) => ({
      id: tx.newId(),
      kind: 'posted',
      pending: null,
      from: accountKey({ material, kind: 'reserve-earmarked', member, depot }),
      to: accountKey({ material, kind: 'reserve-free', member: null, depot }),
      grams,
      lot: lotId,
      effectiveDate: tx.today(),
    }));
  }

  /** The award, locked; refuses `award-unknown`. */
  async lock(tx: Tx, id: string): Promise<AwardEntity> {
    const award = await tx.locked(AwardEntity, id);
    if (award) return award;
    throw new DomainError('not-found', 'award-unknown', 'No award has this identifier.');
  }

  /** Writes what a drawdown changed. */
  async change(
    tx: Tx,
    id: string,
    change: Partial<Pick<AwardEntity, 'ordered' | 'collected' | 'state'>>,
  ): Promise<void> {
    await tx.manager.update(AwardEntity, { id }, change);
    if (change.state === 'drawn') await this.deadlines.meet(tx, 'deliver', id);
  }

  private find(tx: Tx, id: string): Promise<AwardEntity | null> {
    return tx.manager.findOneBy(AwardEntity, { id });
  }
}
