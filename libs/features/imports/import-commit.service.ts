import { Injectable } from '@nestjs/common';
import type { CommandContext } from '#platform/database/command-context';
import type { Tx } from '#platform/database/tx';
import { UnitOfWork } from '#platform/database/unit-of-work';
import { EventLog } from '#features/event-log/event-log';
import { commandOf, ImportClaimsService, type ImportClaim } from './import-claims.service';
import { ImportErrorsService } from './import-errors.service';
import { ImportReadingService } from './import-reading.service';
import { ImportRowsService, inBatches, lastRow, type BatchOutcome } from './import-rows.service';
import { ImportEntity } from './import.entity';
import type { FileCommand } from './row-reader';

/** Thrown when not all rows can be written where all or none were asked for. */
class Undone extends Error {}

/** Thrown when a batch has nothing to write: a command without a log entry is none. */
class NothingAccepted extends Error {
  constructor(readonly outcome: BatchOutcome) {
    super();
  }
}

/**
 * Brings rows in. All or nothing is one transaction; otherwise each batch is one, together with
 * the cursor, so that whoever takes over goes on where the last batch ended.
 */
@Injectable()
export class ImportCommitService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly log: EventLog,
    private readonly claims: ImportClaimsService,
    private readonly reading: ImportReadingService,
    private readonly rows: ImportRowsService,
    private readonly errors: ImportErrorsService,
  ) {}

  async commit(claim: ImportClaim): Promise<void> {
    if (claim.row.mode === 'all') await this.commitAll(claim);
    else await this.commitValid(claim);
  }

  private async commitAll(claim: ImportClaim): Promise<void> {
    const { row } = claim;
    let counts = { read: 0, valid: 0, refused: 0 };
    const ctx = commandOf(claim, `commit ${row.attempt}`);
    try {
      await this.unitOfWork.run(ctx, async (tx) => {
        counts = { read: 0, valid: 0, refused: 0 };
        for await (const batch of inBatches(this.reading.commands(row, 0))) {
          const { faults, accepted, refused } = await this.rows.write(tx, ctx, row, batch);
          await this.unitOfWork.read(({ connection }) =>
            this.errors.store(connection, row, row.attempt, faults),
          );
          counts.read += accepted + refused;
          counts.valid += accepted;
          counts.refused += refused;
          await this.claims.goesOn(claim, counts);
        }
        if (counts.refused > 0) throw new Undone();
        const done = { committed: counts.valid, refused: 0, errorFile: null };
        return this.finish(tx, ctx, claim, done);
      });
    } catch (error) {
      // What was right at the check is not any more: nothing stays, and the errors are shown.
      if (!(error instanceof Undone)) throw error;
      await this.errors.settle(claim, 'return', counts);
    }
  }

  private async commitValid(claim: ImportClaim): Promise<void> {
    const { row } = claim;
    let { cursor, rowsCommitted: committed, rowsRefused: refused } = row;
    for await (const batch of inBatches(this.reading.commands(row, cursor))) {
      const outcome = await this.commitBatch(claim, cursor, batch);
      committed += outcome.accepted;
      refused += outcome.refused;
      cursor = lastRow(batch);
    }
    const errorFile = await this.errors.giveBack(claim, row.errorsOf, refused);
    const ctx = commandOf(claim, `end ${row.attempt}`);
    await this.unitOfWork.run(ctx, (tx) =>
      this.finish(tx, ctx, claim, { committed, refused, errorFile }),
    );
  }

  private async commitBatch(
    claim: ImportClaim,
    cursor: number,
    batch: readonly FileCommand[],
  ): Promise<BatchOutcome> {
    const { row } = claim;
    const ctx = commandOf(claim, `batch ${row.attempt} ${cursor}`);
    try {
      return await this.unitOfWork.run(ctx, async (tx) => {
        await this.claims.lock(tx, claim);
        const outcome = await this.rows.write(tx, ctx, row, batch);
        if (outcome.accepted === 0) throw new NothingAccepted(outcome);
        await this.advance(tx.manager, claim, batch, outcome);
        return { ...outcome, faults: [] };
      });
    } catch (error) {
      if (!(error instanceof NothingAccepted)) throw error;
      const { outcome } = error;
      await this.unitOfWork.read((manager) =>
        manager.transaction((inner) => this.advance(inner, claim, batch, outcome)),
      );
      return outcome;
    }
  }

  /** Moves the cursor past a batch, in the transaction that wrote it, while the claim holds. */
  private async advance(
    manager: Tx['manager'],
    claim: ImportClaim,
    batch: readonly FileCommand[],
    { accepted, refused, faults }: BatchOutcome,
  ): Promise<void> {
    await this.errors.store(manager, claim.row, claim.row.errorsOf, faults);
    const counts = { read: accepted + refused, valid: accepted, refused };
    await this.claims.advance(manager, claim, lastRow(batch), counts);
  }

  /** The last word of an import: what came in, under which digest. */
  private async finish(
    tx: Tx,
    ctx: CommandContext,
    claim: ImportClaim,
    done: {
      readonly committed: number;
      readonly refused: number;
      readonly errorFile: string | null;
    },
  ): Promise<{ readonly entry: string }> {
    const { id, kind, fileDigest, member } = await this.claims.lock(tx, claim);
    const { committed, refused, errorFile } = done;
    const rows = committed + refused;
    await tx.manager.update(
      ImportEntity,
      { id },
      {
        ...{ state: 'committed', settledAt: tx.now, leaseUntil: null, nudgedAt: null, errorFile },
        ...{ rowsRead: rows, rowsValid: committed, rowsRefused: refused, rowsCommitted: committed },
      },
    );
    const body = {
      ...{ import: id, kind, sha256: fileDigest.toString('hex') },
      ...{ committed: committed.toString(), refused: refused.toString() },
    };
    const concerned = member === null ? {} : { member };
    const entry = await this.log.append(tx, ctx, { kind: 'import-committed', body, ...concerned });
    return { entry };
  }
}
