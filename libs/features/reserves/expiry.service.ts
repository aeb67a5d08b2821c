import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type Transfer } from '#domain/books/transfer';
import { toTransferRecord } from '#domain/books/transfer-record';
import { DomainError } from '#domain/errors';
import { Config } from '#platform/config/config';
import { CommandContext } from '#platform/database/command-context';
import type { Tx } from '#platform/database/tx';
import { UnitOfWork } from '#platform/database/unit-of-work';
import { EventLog } from '#features/event-log/event-log';
import { BooksService } from './books.service';

/** Pending transfers that one command ends at most. */
const BATCH_MAX = 200;

interface DueRow {
  readonly id: string;
  readonly from_key: string;
  readonly to_key: string;
  readonly grams: string;
  readonly lot_id: string | null;
  readonly to_lot_id: string | null;
}

const DUE = `
  select m.id, m.from_key, m.to_key, m.grams, m.lot_id, m.to_lot_id
  from pending_expiry p join movement m on m.id = p.transfer_id
  where p.expires_at <= coalesce($1::timestamptz, now())
  order by p.expires_at, p.transfer_id limit $2`;

/** Ends pending transfers whose time has come: the promised grams are free again. */
@Injectable()
export class ExpiryService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly config: Config,
    private readonly unitOfWork: UnitOfWork,
    private readonly log: EventLog,
    private readonly books: BooksService,
  ) {}

  /** Ends one list of them by the database's clock; returns how many. */
  async endExpired(): Promise<number> {
    const due = await this.dataSource.query<DueRow[]>(DUE, [
      this.config.FIXED_CLOCK ?? null,
      BATCH_MAX,
    ]);
    if (due.length === 0) return 0;
    const ctx = commandOf(due);
    try {
      const { ended } = await this.unitOfWork.run(ctx, (tx) => this.end(tx, ctx, due));
      return ctx.replayed ? 0 : ended;
    } catch (error) {
      // One of them was posted or voided meanwhile: the next list is without it.
      if (error instanceof DomainError && error.code === 'transfer-refused') return 0;
      throw error;
    }
  }

  private async end(
    tx: Tx,
    ctx: CommandContext,
    due: readonly DueRow[],
  ): Promise<{ ended: number; entry: string }> {
    const transfers = due.map((row): Transfer => ({
      id: tx.newId(),
      kind: 'expire',
      pending: row.id,
      from: row.from_key,
      to: row.to_key,
      grams: BigInt(row.grams),
      lot: row.lot_id,
      effectiveDate: tx.today(),
      ...(row.to_lot_id === null ? {} : { toLot: row.to_lot_id }),
    }));
    const id = tx.newId();
    await this.books.post(tx, id, transfers);
    const body = { transfers: transfers.map(toTransferRecord) };
    const entry = await this.log.append(tx, ctx, { id, kind: 'transfers-expired', body });
    return { ended: transfers.length, entry };
  }
}

/** One command for one list, so that two workers that see the same list share it. */
function commandOf(due: readonly DueRow[]): CommandContext {
  const digest = createHash('sha256')
    .update(due.map(({ id }) => id).join('\n'))
    .digest();
  const system = { id: 'system', role: 'system', member: null } as const;
  const key = `transfers-expired/${digest.toString('hex')}`;
  return new CommandContext(system, key, 'transfers expire', digest);
}
