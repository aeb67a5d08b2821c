import { Injectable } from '@nestjs/common';
import { assert } from '#domain/assert';
import { earmarked, free, movement } from '#domain/books/lot';
import type { Pick as Replacement, PickableLot } from '#domain/books/pick-list';
import type { Transfer } from '#domain/books/transfer';
import { toTransferRecord } from '#domain/books/transfer-record';
import { DomainError } from '#domain/errors';
import { moveOf, next } from '#domain/lifecycle/lifecycle';
import { AWARD } from '#domain/lifecycle/award';
import type { TermsRecord } from '#domain/release/terms';
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

/** A locked award that a drawdown may be ordered from. */
export interface AwardToDraw extends AwardEntity {
  /** Grams that nothing was ordered for yet, or that were lost on the way. */
  readonly left: bigint;
}

/**
 * By lot, in the order in which the run scheduled them; cancelled orders took nothing. The rest of
 * a lot may have moved since its first earmark: what is earmarked now lies where the lot lies.
 */
const EARMARKS_LEFT = `
  with earmarked as (
    select lot_id, sum(grams) as grams, min(transfer_id::text) as place
    from earmark where run_id = $1 and member = $2 group by lot_id),
  picked as (
    select l.lot_id, sum(l.grams) as grams
    from drawdown d join drawdown_line l on l.drawdown_id = d.id
    where d.award_id = $3 and d.state <> 'cancelled' group by l.lot_id)
  select e.lot_id as lot, t.depot, to_char(t.best_before, 'YYYY-MM-DD') as "bestBefore",
    e.grams - coalesce(p.grams, 0) as grams
  from earmarked e join lot t on t.id = e.lot_id left join picked p on p.lot_id = e.lot_id
  where e.grams > coalesce(p.grams, 0)
  order by e.place`;

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
   * Gives the award back: whole before anything is ordered from it, later what is left of it. Its
   * lots are free again in their depots. Refuses `member-not-yours`, `act-not-legal-now`,
   * `deadline-over`, and `drawdown-under-way` while something ordered has not been collected.
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
      const isWhole = award.state !== 'drawing';
      const { to: state } = moveOf('award', AWARD, award.state, isWhole ? 'waive' : 'waive-rest');
      if (award.ordered > award.collected) throw underWay(award);
      await this.deadlines.requireTime(tx, 'answer-award', id);
      await this.deadlines.meet(tx, 'answer-award', id);
      await this.deadlines.drop(tx, ['deliver'], id);
      const waived = leftOf(award);
      await tx.manager.update(AwardEntity, { id }, { state, waived });
      const entryId = tx.newId();
      const transfers = await this.freeLots(tx, award);
      await this.books.post(tx, entryId, transfers);
      const given = waived.toString();
      const body = { award: id, reason, grams: given, transfers: transfers.map(toTransferRecord) };
      const kind = 'award-waived';
      const entry = await this.log.append(tx, ctx, { id: entryId, kind, body, member });
      return { ...toAwardResponse({ ...award, state, waived }), entry };
    });
  }

  /** An award that was not answered by its deadline is given back whole. A command of the clock. */
  async lapse(tx: Tx, ctx: CommandContext, id: string): Promise<string> {
    const award = await this.lock(tx, id);
    const state = next('award', AWARD, award.state, 'lapse');
    await tx.manager.update(AwardEntity, { id }, { state, waived: leftOf(award) });
    const entryId = tx.newId();
    const transfers = await this.freeLots(tx, award);
    await this.books.post(tx, entryId, transfers);
    const body = { award: id, transfers: transfers.map(toTransferRecord) };
    const { member } = award;
    return this.log.append(tx, ctx, { id: entryId, kind: 'award-lapsed', body, member });
  }

  private async freeLots(tx: Tx, award: AwardEntity): Promise<Transfer[]> {
    const { member, material } = award;
    const left = await this.earmarksLeft(tx, award);
    return left.map(({ depot, lot, grams }) => {
      const way = { from: earmarked(depot, member), to: free(depot) };
      return movement(tx.newId(), { id: lot, material }, way, grams, tx.today());
    });
  }

  /** The award, locked, with what is left of it to order. Refuses `act-not-legal-now`. */
  async beginDrawing(tx: Tx, id: string): Promise<AwardToDraw> {
    const award = await this.lock(tx, id);
    moveOf('award', AWARD, award.state, 'draw');
    return { ...award, left: leftOf(award) };
  }

  /** What is still earmarked for an award and on no pick list, in the order of the schedule. */
  async earmarksLeft(
    tx: Tx,
    { id, runId, member }: Pick<AwardEntity, 'id' | 'runId' | 'member'>,
  ): Promise<PickableLot[]> {
    const rows = await tx.query<Omit<PickableLot, 'grams'> & { grams: string }>(EARMARKS_LEFT, [
      runId,
      member,
      id,
    ]);
    return rows.map((row) => ({ ...row, grams: BigInt(row.grams) }));
  }

  /** Notes which lots take the place of lost ones, by the transfers that were booked for it. */
  async earmark(
    tx: Tx,
    { runId, member }: AwardToDraw,
    picks: readonly Replacement[],
    transfers: readonly Transfer[],
  ): Promise<void> {
    const rows = picks.map(({ lot, depot, grams }, index): EarmarkEntity => {
      const transferId = transfers[index]?.id ?? '';
      return { transferId, runId, member, lotId: lot, depot, grams };
    });
    if (rows.length > 0) await tx.manager.insert(EarmarkEntity, rows);
  }

  /** The forms of the material that the member can use now. */
  async usableForms(tx: Tx, { member, material }: AwardToDraw): Promise<readonly string[]> {
    const [row] = await tx.query<{ forms: readonly string[] }>(
      `select coalesce(array_agg(f.code), '{}') as forms
       from (select forms from usable_forms where member = $1
             order by verified_at desc, id desc limit 1) newest
       join form f on f.code = any (newest.forms) and f.material = $2`,
      [member, material],
    );
    return row?.forms ?? [];
  }

  /**
   * Counts what a drawdown brought, and what of it was lost and can be ordered again. Returns the
   * terms of the rule under which the award was made.
   */
  async receive(
    tx: Tx,
    id: string,
    { collected, lost }: { readonly collected: bigint; readonly lost: bigint },
  ): Promise<TermsRecord> {
    const award = await this.lock(tx, id);
    const after = { collected: award.collected + collected, ordered: award.ordered - lost };
    const isWhole = after.collected === award.grams;
    const state = isWhole ? next('award', AWARD, award.state, 'finish') : award.state;
    await this.change(tx, id, { ...after, state });
    const [rule] = await tx.query<{ terms: string }>(
      `select r.terms from allocation_run a join release_rule r on r.id = a.release_rule_id
       where a.id = $1`,
      [award.runId],
    );
    assert(rule, 'every award has a run, and every run a rule');
    return JSON.parse(rule.terms) as TermsRecord;
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

function leftOf({ grams, ordered, waived }: AwardEntity): bigint {
  return grams - ordered - waived;
}

function underWay({ ordered, collected }: AwardEntity): DomainError {
  return new DomainError(
    'conflict',
    'drawdown-under-way',
    `${ordered - collected} g of the award are ordered and not collected; collect them first.`,
    { underWayGrams: `${ordered - collected}` },
  );
}
