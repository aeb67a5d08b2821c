import { Injectable } from '@nestjs/common';
import type { AccountKind } from '#domain/books/account';
import { lost, movement, type Place } from '#domain/books/lot';
import type { Transfer } from '#domain/books/transfer';
import { toTransferRecord } from '#domain/books/transfer-record';
import { DomainError } from '#domain/errors';
import { DRAWDOWN, type DrawdownAct, type DrawdownState } from '#domain/lifecycle/drawdown';
import { moveOf, type Move } from '#domain/lifecycle/lifecycle';
import type { EntryKind } from '#domain/log/entry';
import { requireTaker } from '#platform/auth/require-taker';
import type { CommandContext } from '#platform/database/command-context';
import type { Tx } from '#platform/database/tx';
import { EventLog } from '#features/event-log/event-log';
import { BooksService } from '#features/reserves/books.service';
import { DrawdownEntity, DrawdownLineEntity } from './drawdown.entity';
import { toDrawdownResponse } from './drawdown-response';
import type { DrawdownAnswer } from './drawdowns.dto';

/** A locked drawdown with its pick list, and the step that is being taken. */
export interface OpenDrawdown {
  readonly drawdown: DrawdownEntity;
  readonly lines: readonly DrawdownLineEntity[];
  readonly move: Move<DrawdownState>;
}

/** What a step writes besides the state it leads to. */
export interface Step {
  readonly change: Partial<DrawdownEntity>;
  readonly lines?: readonly DrawdownLineEntity[];
  readonly transfers?: readonly Transfer[];
  readonly details?: object;
}

/** One step of a drawdown: who may take it, what it moves and what the log says of it. */
@Injectable()
export class DrawdownBooks {
  constructor(
    private readonly books: BooksService,
    private readonly log: EventLog,
  ) {}

  /** Refuses `drawdown-unknown`, `act-not-legal-now` and whoever may not take the step. */
  async open(tx: Tx, ctx: CommandContext, id: string, act: DrawdownAct): Promise<OpenDrawdown> {
    const drawdown = await tx.locked(DrawdownEntity, id);
    if (!drawdown) throw drawdownUnknown();
    const move = moveOf('drawdown', DRAWDOWN, drawdown.state, act);
    requireTaker(ctx.actor, move, drawdown);
    const lines = await tx.manager.find(DrawdownLineEntity, {
      where: { drawdownId: id },
      order: { position: 'ASC' },
    });
    return { drawdown, lines, move };
  }

  /** Writes a step, books what it moves and appends its entry. */
  async take(
    tx: Tx,
    ctx: CommandContext,
    { drawdown, lines: before, move }: OpenDrawdown,
    { change, lines = before, transfers = [], details = {} }: Step,
  ): Promise<DrawdownAnswer> {
    const { id, member } = drawdown;
    const after = { ...drawdown, ...change, state: move.to };
    await tx.manager.update(DrawdownEntity, { id }, { ...change, state: move.to });
    const entryId = tx.newId();
    await this.books.post(tx, entryId, transfers);
    const moved = transfers.length === 0 ? {} : { transfers: transfers.map(toTransferRecord) };
    const body = { drawdown: id, ...details, ...moved };
    const kind = move.entry as EntryKind;
    const entry = await this.log.append(tx, ctx, { id: entryId, kind, body, member });
    return { ...toDrawdownResponse(after, lines), entry };
  }
}

/** Grams of a line on one of the ways that a step has. */
export function lineTransfer(
  tx: Tx,
  { material, member }: DrawdownEntity,
  { depot, lotId }: DrawdownLineEntity,
  [from, to]: readonly [AccountKind, AccountKind],
  grams: bigint,
): Transfer {
  const place = (kind: AccountKind): Place => {
    if (kind === 'loss') return lost(depot);
    return { kind, member, depot: kind.startsWith('reserve') ? depot : null };
  };
  const way = { from: place(from), to: place(to) };
  return movement(tx.newId(), { id: lotId, material }, way, grams, tx.today());
}

export function drawdownUnknown(): DomainError {
  return new DomainError('not-found', 'drawdown-unknown', 'No drawdown has this identifier.');
}
