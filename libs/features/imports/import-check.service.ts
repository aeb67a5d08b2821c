import { Injectable } from '@nestjs/common';
import type { CommandContext } from '#platform/database/command-context';
import type { Tx } from '#platform/database/tx';
import { UnitOfWork } from '#platform/database/unit-of-work';
import { commandOf, ImportClaimsService, type ImportClaim } from './import-claims.service';
import { ImportErrorsService } from './import-errors.service';
import { ImportReadingService } from './import-reading.service';
import { ImportRowsService, inBatches, lastRow, type TriedRows } from './import-rows.service';

/** Rows that are tried in one transaction: it holds locks until all of it is undone. */
const TOGETHER_ROWS = 100_000;

interface Window {
  /** The last row before it, and after it once it was tried. */
  after: number;
  counts: { read: number; valid: number; refused: number };
  isLast: boolean;
}

/** The dry run: every row goes the whole way it would go, and then all of it is undone. */
@Injectable()
export class ImportCheckService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly claims: ImportClaimsService,
    private readonly reading: ImportReadingService,
    private readonly rows: ImportRowsService,
    private readonly errors: ImportErrorsService,
  ) {}

  async check(claim: ImportClaim): Promise<void> {
    let window: Window = {
      after: 0,
      counts: { read: 0, valid: 0, refused: 0 },
      isLast: false,
    };
    while (!window.isLast) window = await this.tryWindow(claim, window);
    await this.errors.settle(claim, 'check', window.counts);
  }

  private async tryWindow(claim: ImportClaim, before: Window): Promise<Window> {
    const ctx = commandOf(claim, `check ${claim.row.attempt} ${before.after}`);
    let after: Window = before;
    await this.unitOfWork.trial(ctx, async (tx) => {
      after = await this.tryRows(tx, ctx, claim, before);
    });
    return after;
  }

  private async tryRows(
    tx: Tx,
    ctx: CommandContext,
    claim: ImportClaim,
    before: Window,
  ): Promise<Window> {
    const { row } = claim;
    const window: Window = { ...before, counts: { ...before.counts }, isLast: true };
    const { counts } = window;
    const tried: TriedRows = new Map();
    for await (const batch of inBatches(this.reading.commands(row, before.after))) {
      const { faults, accepted, refused } = await this.rows.write(tx, ctx, row, batch, tried);
      // Outside the transaction that is undone; a batch that is tried again adds nothing.
      await this.unitOfWork.read(({ connection }) =>
        this.errors.store(connection, row, row.attempt, faults),
      );
      counts.read += accepted + refused;
      counts.valid += accepted;
      counts.refused += refused;
      await this.claims.goesOn(claim, counts);
      window.after = lastRow(batch);
      if (counts.read - before.counts.read >= TOGETHER_ROWS) return { ...window, isLast: false };
    }
    return window;
  }
}
