import { Injectable } from '@nestjs/common';
import { checkReport, receiptOf, type Shortfall } from '#domain/books/receipt';
import type { Transfer } from '#domain/books/transfer';
import { DomainError } from '#domain/errors';
import { daysAfter } from '#domain/release/calendar';
import { requireOwnMember } from '#platform/auth/own-member';
import type { CommandContext } from '#platform/database/command-context';
import type { Tx } from '#platform/database/tx';
import { UnitOfWork } from '#platform/database/unit-of-work';
import { massAt } from '#platform/http/mass-at';
import { AwardsService } from '#features/allocations/awards.service';
import { ReplenishmentsService } from '#features/replenishments/replenishments.service';
import { DrawdownBooks, lineTransfer, type OpenDrawdown } from './drawdown-books';
import { DrawdownEntity, DrawdownLineEntity } from './drawdown.entity';
import type { DrawdownAnswer, ReleaseRequest, ReportLineDto, TransportDto } from './drawdowns.dto';

type Transport = Pick<
  DrawdownEntity,
  'carrier' | 'transportReference' | 'departedOn' | 'expectedOn'
>;

/** From the depot's gate to the receipt that both sides have signed. */
@Injectable()
export class CollectionsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly awards: AwardsService,
    private readonly drawdowns: DrawdownBooks,
    private readonly replenishments: ReplenishmentsService,
  ) {}

  /**
   * The material leaves its depots; whoever releases it signs for the Trust that it did. Refuses
   * `four-eyes-required` to whoever ordered it, and `dates-out-of-order`.
   */
  release(ctx: CommandContext, id: string, request: ReleaseRequest): Promise<DrawdownAnswer> {
    return this.unitOfWork.run(ctx, async (tx) => {
      const open = await this.drawdowns.open(tx, ctx, id, 'release');
      const { transport } = request;
      const carried = transport === undefined ? {} : toTransport(transport);
      const change = { ...carried, releasedBy: ctx.actor.id, releasedAt: tx.now };
      const way = ['reserve-earmarked', 'in-transit'] as const;
      const transfers = open.lines.map((line) =>
        lineTransfer(tx, open.drawdown, line, way, line.grams),
      );
      const details = transport === undefined ? {} : { transport: { ...transport } };
      return this.drawdowns.take(tx, ctx, open, { change, transfers, details });
    });
  }

  /** The member signs for all of it, and owes it back. Refuses `member-not-yours`. */
  collect(ctx: CommandContext, id: string): Promise<DrawdownAnswer> {
    return this.unitOfWork.run(ctx, async (tx) => {
      await requireOwn(tx, ctx, id);
      const open = await this.drawdowns.open(tx, ctx, id, 'collect');
      return this.receive(tx, ctx, open, { collectedBy: ctx.actor.id, collectedAt: tx.now });
    });
  }

  /**
   * The member signs for less than was released, and says what of which lot is short or damaged.
   * Nothing moves before the Trust has settled it. Refuses `member-not-yours` and what
   * `checkReport` refuses.
   */
  report(
    ctx: CommandContext,
    id: string,
    reported: readonly ReportLineDto[],
  ): Promise<DrawdownAnswer> {
    return this.unitOfWork.run(ctx, async (tx) => {
      await requireOwn(tx, ctx, id);
      const open = await this.drawdowns.open(tx, ctx, id, 'report');
      const report = reported.map(toShortfall);
      const released = open.lines.map(({ lotId, grams }) => ({ lot: lotId, grams }));
      checkReport(released, report);
      const byLot = new Map(report.map((line) => [line.lot, line]));
      const lines = open.lines.map((line) => ({ ...line, ...shortOf(byLot.get(line.lotId)) }));
      await writeLines(tx, lines);
      const { lost } = receiptOf(lines);
      const change = { collectedBy: ctx.actor.id, collectedAt: tx.now, lost };
      const details = { lines: report.map(toRecord) };
      return this.drawdowns.take(tx, ctx, open, { change, lines, details });
    });
  }

  /**
   * The Trust signs the member's figures: what is missing is a loss of the Trust's, and can be
   * ordered again. Refuses `four-eyes-required` to whoever released it.
   */
  settle(ctx: CommandContext, id: string, reason: string): Promise<DrawdownAnswer> {
    return this.unitOfWork.run(ctx, async (tx) => {
      const open = await this.drawdowns.open(tx, ctx, id, 'settle');
      const change = { settledBy: ctx.actor.id, settledAt: tx.now, reason };
      return this.receive(tx, ctx, open, change, { reason });
    });
  }

  /** The Trust does not agree: the member counts again. */
  recount(ctx: CommandContext, id: string, reason: string): Promise<DrawdownAnswer> {
    return this.unitOfWork.run(ctx, async (tx) => {
      const open = await this.drawdowns.open(tx, ctx, id, 'recount');
      const lines = open.lines.map((line) => ({ ...line, ...shortOf(undefined) }));
      await writeLines(tx, lines);
      const change = { collectedBy: null, collectedAt: null, lost: 0n };
      return this.drawdowns.take(tx, ctx, open, { change, lines, details: { reason } });
    });
  }

  /** Books a receipt that both sides have signed, and what is owed for it. */
  private async receive(
    tx: Tx,
    ctx: CommandContext,
    open: OpenDrawdown,
    signed: Partial<DrawdownEntity>,
    details: object = {},
  ): Promise<DrawdownAnswer> {
    const { drawdown, lines } = open;
    const { collected, lost } = receiptOf(lines);
    const terms = await this.awards.receive(tx, drawdown.awardId, { collected, lost });
    const { id: drawdownId, member, material } = drawdown;
    const debt = { drawdownId, member, material, grams: collected };
    const owed = collected === 0n ? [] : await this.replenishments.owe(tx, debt, terms);
    const endUseDue = collected === 0n ? null : daysAfter(tx.today(), Number(terms.endUseDays));
    const transfers = [...arrivals(tx, drawdown, lines), ...owed];
    return this.drawdowns.take(tx, ctx, open, {
      change: { ...signed, endUseDue },
      transfers,
      details,
    });
  }
}

/** An operator learns nothing of another member's drawdown, not even whether it exists. */
export async function requireOwn(tx: Tx, ctx: CommandContext, id: string): Promise<void> {
  const seen = await tx.manager.findOneBy(DrawdownEntity, { id });
  requireOwnMember(ctx.actor, seen?.member);
}

/** Each line to the member, and what of it is lost to the loss at its depot. */
function arrivals(
  tx: Tx,
  drawdown: DrawdownEntity,
  lines: readonly DrawdownLineEntity[],
): Transfer[] {
  return lines.flatMap((line) => {
    const lost = line.short + line.damaged;
    const parts = [
      { way: ['in-transit', 'released'] as const, grams: line.grams - lost },
      { way: ['in-transit', 'loss'] as const, grams: lost },
    ];
    return parts
      .filter(({ grams }) => grams > 0n)
      .map(({ way, grams }) => lineTransfer(tx, drawdown, line, way, grams));
  });
}

function toShortfall({ lot, short, damaged, reason }: ReportLineDto, index: number): Shortfall {
  const at = `/lines/${index}`;
  return {
    lot,
    short: short === undefined ? 0n : massAt(`${at}/short`, short),
    damaged: damaged === undefined ? 0n : massAt(`${at}/damaged`, damaged),
    reason,
  };
}

function toRecord({ lot, short, damaged, reason }: Shortfall): object {
  const grams = { shortGrams: short.toString(), damagedGrams: damaged.toString() };
  return { lot, ...grams, reason };
}

function shortOf(
  line: Shortfall | undefined,
): Pick<DrawdownLineEntity, 'short' | 'damaged' | 'reason'> {
  const { short = 0n, damaged = 0n, reason = null } = line ?? {};
  return { short, damaged, reason };
}

async function writeLines(tx: Tx, lines: readonly DrawdownLineEntity[]): Promise<void> {
  await tx.query(
    `update drawdown_line l set short = n.short, damaged = n.damaged, reason = n.reason
     from unnest($2::uuid[], $3::bigint[], $4::bigint[], $5::text[])
       as n (lot, short, damaged, reason)
     where l.drawdown_id = $1 and l.lot_id = n.lot`,
    [
      lines[0]?.drawdownId,
      lines.map(({ lotId }) => lotId),
      lines.map(({ short }) => short.toString()),
      lines.map(({ damaged }) => damaged.toString()),
      lines.map(({ reason }) => reason),
    ],
  );
}

function toTransport(transport: TransportDto): Transport {
  const { carrier, reference: transportReference, departedOn, expectedOn = null } = transport;
  if (expectedOn !== null && expectedOn < departedOn) {
    throw new DomainError('rule', 'dates-out-of-order', 'It cannot arrive before it departs.', {
      pointer: '/transport/expectedOn',
    });
  }
  return { carrier, transportReference, departedOn, expectedOn };
}
