import { Injectable } from '@nestjs/common';
import { DomainError } from '#domain/errors';
import { accountKey } from '#domain/books/account';
import { type Transfer } from '#domain/books/transfer';
import { toTransferRecord } from '#domain/books/transfer-record';
import { next } from '#domain/lifecycle/lifecycle';
import { AWARD, DRAWDOWN, type DrawdownAct } from '#domain/lifecycle/lifecycles';
import { formatMass, type WireMass } from '#domain/quantity/mass';
import { requireOtherPerson } from '#platform/auth/four-eyes';
import { requireOwnMember } from '#platform/auth/own-member';
import type { CommandContext } from '#platform/database/command-context';
import type { Tx } from '#platform/database/tx';
import { UnitOfWork } from '#platform/database/unit-of-work';
import { positiveMassAt } from '#platform/http/mass-at';
import { AwardsService } from '#features/allocations/awards.service';
import { EventLog } from '#features/event-log/event-log';
import { BooksService } from '#features/reserves/books.service';
import { ReplenishmentsService } from '#features/replenishments/replenishments.service';
import { DrawdownEntity, DrawdownLineEntity } from './drawdown.entity';
import type { DrawdownAnswer, DrawdownResponse, NewDrawdownRequest } from './drawdowns.dto';

/** Physical release against an award: ordered, released at the depot, collected by the member. */
@Injectable()
export class DrawdownsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly log: EventLog,
    private readonly awards: AwardsService,
    private readonly books: BooksService,
    private readonly replenishments: ReplenishmentsService,
  ) {}

  /** Refuses `award-unknown`, `act-not-legal-now` and `drawdown-exceeds-award`. */
  order(
    ctx: CommandContext,
    awardId: string,
    request: NewDrawdownRequest,
  ): Promise<DrawdownAnswer> {
    return this.unitOfWork.run(ctx, async (tx) => {
      const award = await this.awards.lock(tx, awardId);
      const state = next('award', AWARD, award.state, 'draw');
      const left = award.grams - award.ordered;
      const grams = request.quantity ? positiveMassAt('/quantity', request.quantity) : left;
      if (grams > left || left === 0n) throw exceedsAward(left);
      await this.awards.change(tx, awardId, { ordered: award.ordered + grams, state });
      const drawdown: DrawdownEntity = {
        id: tx.newId(),
        awardId,
        member: award.member,
        material: award.material,
        grams,
        state: 'ordered',
        orderedBy: ctx.actor.id,
        releasedBy: null,
        collectedBy: null,
        orderedAt: tx.now,
      };
      const lines = await this.pick(tx, drawdown, award.runId);
      await tx.manager.insert(DrawdownEntity, drawdown);
      await tx.manager.insert(DrawdownLineEntity, lines);
      const { id, member } = drawdown;
      const body = {
        drawdown: id,
        award: awardId,
        grams: grams.toString(),
        lines: lines.map(({ lotId, depot, grams: part }) => ({
          lot: lotId,
          depot,
          grams: part.toString(),
        })),
      };
      const entry = await this.log.append(tx, ctx, { kind: 'drawdown-ordered', body, member });
      return { ...toDrawdownResponse(drawdown, lines), entry };
    });
  }

  /** The material leaves the depot. Refuses `four-eyes-required` to whoever ordered it. */
  release(ctx: CommandContext, id: string): Promise<DrawdownAnswer> {
    return this.unitOfWork.run(ctx, async (tx) => {
      const before = await this.lock(tx, id);
      requireOtherPerson(ctx.actor, before.orderedBy, 'ordered the drawdown');
      return this.move(tx, ctx, before, 'release', { releasedBy: ctx.actor.id }, []);
    });
  }

  /** The member signs for it, and owes it back. Refuses `member-not-yours`. */
  collect(ctx: CommandContext, id: string): Promise<DrawdownAnswer> {
    return this.unitOfWork.run(ctx, async (tx) => {
      const seen = await tx.manager.findOneBy(DrawdownEntity, { id });
      requireOwnMember(ctx.actor, seen?.member);
      const before = await this.lock(tx, id);
      next('drawdown', DRAWDOWN, before.state, 'collect');
      const award = await this.awards.lock(tx, before.awardId);
      const collected = award.collected + before.grams;
      const whole = collected === award.grams;
      const state = whole ? next('award', AWARD, award.state, 'finish') : award.state;
      await this.awards.change(tx, award.id, { collected, state });
      const debt = await this.replenishments.owe(tx, { ...before, drawdownId: id });
      return this.move(tx, ctx, before, 'collect', { collectedBy: ctx.actor.id }, [debt]);
    });
  }

  /** Lines of the pick list, from what the run earmarked for the member and is not picked yet. */
  private async pick(
    tx: Tx,
    drawdown: DrawdownEntity,
    runId: string,
  ): Promise<DrawdownLineEntity[]> {
    const rows = await tx.query<{ lot_id: string; depot: string; grams: string }>(
      `select e.lot_id, e.depot, e.grams - coalesce((
           select sum(l.grams) from drawdown_line l join drawdown d on d.id = l.drawdown_id
           where d.award_id = $3 and l.lot_id = e.lot_id), 0) as grams
       from earmark e where e.run_id = $1 and e.member = $2 order by e.depot, e.lot_id`,
      [runId, drawdown.member, drawdown.awardId],
    );
    let missing = drawdown.grams;
    return rows.flatMap(({ lot_id: lotId, depot, grams }) => {
      const taken = BigInt(grams) < missing ? BigInt(grams) : missing;
      if (taken === 0n) return [];
      missing -= taken;
      return [{ drawdownId: drawdown.id, lotId, depot, grams: taken }];
    });
  }

  private async move(
    tx: Tx,
    ctx: CommandContext,
    before: DrawdownEntity,
    act: DrawdownAct,
    change: Partial<DrawdownEntity>,
    obligations: readonly Transfer[],
  ): Promise<DrawdownAnswer> {
    const { id, member } = before;
    const state = next('drawdown', DRAWDOWN, before.state, act);
    await tx.manager.update(DrawdownEntity, { id }, { ...change, state });
    const lines = await tx.manager.find(DrawdownLineEntity, {
      where: { drawdownId: id },
      order: { depot: 'ASC', lotId: 'ASC' },
    });
    const moved = lines.map((line) => movement(tx, before, line, act));
    const transfers = [...moved, ...obligations];
    const entryId = tx.newId();
    await this.books.post(tx, entryId, transfers);
    const kind = act === 'release' ? 'drawdown-released' : 'drawdown-collected';
    const body = { drawdown: id, transfers: transfers.map(toTransferRecord) };
    const entry = await this.log.append(tx, ctx, { id: entryId, kind, body, member });
    return { ...toDrawdownResponse({ ...before, ...change, state }, lines), entry };
  }

  private async lock(tx: Tx, id: string): Promise<DrawdownEntity> {
    const drawdown = await tx.locked(DrawdownEntity, id);
    if (drawdown) return drawdown;
    throw new DomainError('not-found', 'drawdown-unknown', 'No drawdown has this identifier.');
  }
}

function movement(
  tx: Tx,
  { material, member }: DrawdownEntity,
  { depot, lotId, grams }: DrawdownLineEntity,
  act: DrawdownAct,
): Transfer {
  const earmarked = accountKey({ material, kind: 'reserve-earmarked', member, depot });
  const inTransit = accountKey({ material, kind: 'in-transit', member, depot: null });
  const released = accountKey({ material, kind: 'released', member, depot: null });
  return {
    id: tx.newId(),
    kind: 'posted',
    pending: null,
    from: act === 'release' ? earmarked : inTransit,
    to: act === 'release' ? inTransit : released,
    grams,
    lot: lotId,
    effectiveDate: tx.today(),
  };
}

function exceedsAward(left: bigint): DomainError {
  return new DomainError(
    'rule',
    'drawdown-exceeds-award',
    `The award has ${left} g left to order.`,
    { pointer: '/quantity', leftGrams: `${left}` },
  );
}

export function toDrawdownResponse(
  drawdown: DrawdownEntity,
  lines: readonly DrawdownLineEntity[],
): DrawdownResponse {
  const quantityOf = ({ grams }: { grams: bigint }): WireMass => formatMass(grams);
  return {
    id: drawdown.id,
    award: drawdown.awardId,
    member: drawdown.member,
    material: drawdown.material,
    quantity: quantityOf(drawdown),
    state: drawdown.state,
    lines: lines.map((line) => ({
      depot: line.depot,
      lot: line.lotId,
      quantity: quantityOf(line),
    })),
  };
}
