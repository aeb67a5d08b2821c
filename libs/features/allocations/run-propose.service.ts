import { Injectable } from '@nestjs/common';
import { assert } from '#domain/assert';
import { DomainError } from '#domain/errors';
import type { RunRecord } from '#domain/allocation/run-record';
import { toTransferRecord } from '#domain/books/transfer-record';
import { next } from '#domain/lifecycle/lifecycle';
import { ALLOCATION_RUN } from '#domain/lifecycle/lifecycles';
import { canonicalJson } from '#domain/log/canonical-json';
import type { Tx } from '#platform/database/tx';
import { UnitOfWork } from '#platform/database/unit-of-work';
import { DeadlinesService } from '#features/deadlines/deadlines.service';
import { EventLog } from '#features/event-log/event-log';
import { BooksService } from '#features/reserves/books.service';
import { ReservesService, type FreeLot } from '#features/reserves/reserves.service';
import { AllocationRunEntity, EarmarkEntity } from './allocation-run.entity';
import { AllocationsService, earmarkTransfer } from './allocations.service';
import { requireClaim, workerCommand, type Claim } from './run-fence';
import { stockId } from './snapshots.service';

/** Writes what a run computed: earmarks, result and state in one transaction under the fence. */
@Injectable()
export class RunProposeService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly log: EventLog,
    private readonly allocations: AllocationsService,
    private readonly books: BooksService,
    private readonly reserves: ReservesService,
    private readonly deadlines: DeadlinesService,
  ) {}

  /** Refuses `stock-moved` when the frozen stock is no longer free. */
  async propose(claim: Claim, record: RunRecord): Promise<void> {
    const ctx = workerCommand(claim, 'propose');
    await this.unitOfWork.run(ctx, async (tx) => {
      const run = await this.allocations.lock(tx, claim.runId);
      requireClaim(run, claim);
      const state = next('run', ALLOCATION_RUN, run.state, 'propose');
      const earmarks = await this.pickLots(tx, run, record);
      const transfers = earmarks.map((earmark) =>
        earmarkTransfer(run.material, earmark, tx.today()),
      );
      const entryId = tx.newId();
      if (transfers.length > 0) {
        await this.books.post(tx, entryId, transfers);
        await tx.manager.insert(EarmarkEntity, earmarks);
      }
      const result = canonicalJson(record);
      const change = { state, result, proposedAt: tx.now };
      await tx.manager.update(AllocationRunEntity, { id: run.id }, change);
      await this.deadlines.begin(tx, 'approve', [{ id: run.id }]);
      const body = {
        run: run.id,
        snapshotDigest: run.snapshotDigest ?? '',
        result: record,
        transfers: transfers.map(toTransferRecord),
      };
      await this.log.append(tx, ctx, { id: entryId, kind: 'allocation-proposed', body });
      return { state };
    });
  }

  /** Ends a run that cannot be computed; its disruption may start another. */
  async fail(claim: Claim, reason: string): Promise<void> {
    const ctx = workerCommand(claim, 'fail');
    await this.unitOfWork.run(ctx, async (tx) => {
      const run = await this.allocations.lock(tx, claim.runId);
      requireClaim(run, claim);
      const state = next('run', ALLOCATION_RUN, run.state, 'fail');
      await tx.manager.update(AllocationRunEntity, { id: run.id }, { state, reason });
      const body = { run: run.id, reason };
      await this.log.append(tx, ctx, { kind: 'allocation-failed', body });
      return { state };
    });
  }

  /** Lots for each routed amount, oldest arrival first. */
  private async pickLots(
    tx: Tx,
    run: AllocationRunEntity,
    record: RunRecord,
  ): Promise<EarmarkEntity[]> {
    const queues = new Map<string, { lot: FreeLot; left: bigint }[]>();
    for (const lot of await this.reserves.freeLots(tx, run.material)) {
      const id = stockId(lot.depot, lot.form);
      queues.set(id, [...(queues.get(id) ?? []), { lot, left: lot.grams }]);
    }
    return record.routing.flatMap(({ stock, member, grams }) => {
      const picks = take(queues.get(stock) ?? [], BigInt(grams), stock);
      return picks.map(({ lot, grams: taken }) => ({
        transferId: tx.newId(),
        runId: run.id,
        member,
        lotId: lot.lot,
        depot: lot.depot,
        grams: taken,
      }));
    });
  }
}

/** Takes grams from the front of a queue of lots, in place. */
function take(
  queue: { lot: FreeLot; left: bigint }[],
  grams: bigint,
  stock: string,
): { lot: FreeLot; grams: bigint }[] {
  const picks: { lot: FreeLot; grams: bigint }[] = [];
  let missing = grams;
  for (const item of queue) {
    const taken = item.left < missing ? item.left : missing;
    if (taken === 0n) continue;
    item.left -= taken;
    missing -= taken;
    picks.push({ lot: item.lot, grams: taken });
  }
  assert(missing >= 0n, 'no more is taken than was asked');
  if (missing === 0n) return picks;
  throw new DomainError(
    'conflict',
    'stock-moved',
    `${missing} g of ${stock} are no longer free; start a new run.`,
    { stock, missingGrams: `${missing}` },
  );
}
