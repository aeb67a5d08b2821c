import { Injectable } from '@nestjs/common';
import { DomainError } from '#domain/errors';
import { accountKey } from '#domain/books/account';
import { type Transfer } from '#domain/books/transfer';
import { toTransferRecord } from '#domain/books/transfer-record';
import { divisionOf } from '#domain/allocation/division-record';
import type { RunRecord } from '#domain/allocation/run-record';
import { next } from '#domain/lifecycle/lifecycle';
import { ALLOCATION_RUN } from '#domain/lifecycle/lifecycles';
import type { CommandContext } from '#platform/database/command-context';
import type { Tx } from '#platform/database/tx';
import { UnitOfWork } from '#platform/database/unit-of-work';
import { DeadlinesService } from '#features/deadlines/deadlines.service';
import { DisruptionsService } from '#features/disruptions/disruptions.service';
import { EventLog } from '#features/event-log/event-log';
import { ReleaseRulesService } from '#features/release-rules/release-rules.service';
import { BooksService } from '#features/reserves/books.service';
import { AllocationRunEntity, AwardEntity, EarmarkEntity } from './allocation-run.entity';
import type { AllocationRunAnswer, AllocationRunResponse } from './allocations.dto';

/** The start and the publication of a run. */
@Injectable()
export class AllocationsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly log: EventLog,
    private readonly disruptions: DisruptionsService,
    private readonly rules: ReleaseRulesService,
    private readonly books: BooksService,
    private readonly deadlines: DeadlinesService,
  ) {}

  /**
   * Queues a run under the rule in force. Refuses `run-exists` while the disruption has a run that
   * was neither rejected nor failed, `no-rule-in-force` and `act-not-legal-now`.
   */
  start(ctx: CommandContext, disruptionId: string): Promise<AllocationRunAnswer> {
    return this.unitOfWork.run(ctx, async (tx) => {
      const disruption = await this.disruptions.beginAllocating(tx, disruptionId);
      await this.refuseSecondRun(tx, disruptionId);
      const rule = await this.rules.inForce(tx);
      const run: AllocationRunEntity = {
        id: tx.newId(),
        disruptionId,
        material: disruption.material,
        releaseRuleId: rule.id,
        state: 'queued',
        attempt: 0,
        snapshot: null,
        snapshotDigest: null,
        result: null,
        reason: null,
        startedBy: ctx.actor.id,
        decidedBy: null,
        queuedAt: tx.now,
        proposedAt: null,
        publishedAt: null,
      };
      await tx.manager.insert(AllocationRunEntity, run);
      await tx.query('insert into nudge (run_id, attempt) values ($1, 0)', [run.id]);
      const body = { run: run.id, disruption: disruptionId, rule: rule.id };
      const entry = await this.log.append(tx, ctx, { kind: 'allocation-queued', body });
      return { ...toRunResponse(run), entry };
    });
  }

  /** Posts the earmarks, makes the awards and shows the division to everybody. */
  publish(ctx: CommandContext, id: string): Promise<AllocationRunAnswer> {
    return this.unitOfWork.run(ctx, async (tx) => {
      const before = await this.lock(tx, id);
      const state = next('run', ALLOCATION_RUN, before.state, 'publish');
      const run = { ...before, state, publishedAt: tx.now };
      await tx.manager.update(AllocationRunEntity, { id }, { state, publishedAt: tx.now });
      const record = JSON.parse(run.result ?? '') as RunRecord;
      const entryId = tx.newId();
      const transfers = await this.endEarmarks(tx, run, 'post', entryId);
      const awards = await this.award(tx, run, record, entryId);
      await this.deadlines.meet(tx, 'publish', id);
      await this.deadlines.begin(tx, 'answer-award', awards);
      const body = {
        run: id,
        snapshotDigest: run.snapshotDigest ?? '',
        division: divisionOf(record),
        awards: awards.map(({ id: award, member, grams }) => ({
          award,
          member,
          grams: grams.toString(),
        })),
        transfers: transfers.map(toTransferRecord),
      };
      const kind = 'allocation-published';
      const entry = await this.log.append(tx, ctx, { id: entryId, kind, body });
      return { ...toRunResponse(run), entry };
    });
  }

  /** The run, locked; refuses `run-unknown`. */
  async lock(tx: Tx, id: string): Promise<AllocationRunEntity> {
    const run = await tx.locked(AllocationRunEntity, id);
    if (run) return run;
    throw new DomainError('not-found', 'run-unknown', 'No allocation run has this identifier.');
  }

  private async refuseSecondRun(tx: Tx, disruptionId: string): Promise<void> {
    const [live] = await tx.query<{ id: string }>(
      `select id from allocation_run
       where disruption_id = $1 and state not in ('rejected', 'failed')`,
      [disruptionId],
    );
    if (!live) return;
    throw new DomainError('conflict', 'run-exists', 'This disruption has a run already.', {
      run: live.id,
    });
  }

  /** Posts or voids every earmark of a run under an entry that is about to be appended. */
  async endEarmarks(
    tx: Tx,
    run: AllocationRunEntity,
    kind: 'post' | 'void',
    entryId: string,
  ): Promise<Transfer[]> {
    const earmarks = await tx.manager.find(EarmarkEntity, {
      where: { runId: run.id },
      order: { transferId: 'ASC' },
    });
    const transfers = earmarks.map((earmark) => ({
      ...earmarkTransfer(run.material, earmark, tx.today()),
      id: tx.newId(),
      kind,
      pending: earmark.transferId,
    }));
    if (transfers.length > 0) await this.books.post(tx, entryId, transfers);
    return transfers;
  }

  private async award(
    tx: Tx,
    run: AllocationRunEntity,
    record: RunRecord,
    entryId: string,
  ): Promise<AwardEntity[]> {
    const awards = record.members
      .filter(({ award }) => award !== '0')
      .map(({ member, award }): AwardEntity => ({
        id: tx.newId(),
        runId: run.id,
        member,
        material: run.material,
        grams: BigInt(award),
        ordered: 0n,
        collected: 0n,
        waived: 0n,
        state: 'published',
        entryId,
        publishedAt: tx.now,
      }));
    if (awards.length > 0) await tx.manager.insert(AwardEntity, awards);
    return awards;
  }
}

/** The pending transfer behind an earmark: free in the depot -> earmarked there for the member. */
export function earmarkTransfer(
  material: string,
  earmark: Omit<EarmarkEntity, 'runId'>,
  effectiveDate: string,
): Transfer {
  const { member, depot, lotId, grams } = earmark;
  return {
    id: earmark.transferId,
    kind: 'pending',
    pending: null,
    from: accountKey({ material, kind: 'reserve-free', member: null, depot }),
    to: accountKey({ material, kind: 'reserve-earmarked', member, depot }),
    grams,
    lot: lotId,
    effectiveDate,
  };
}

export function toRunResponse(run: AllocationRunEntity): AllocationRunResponse {
  return {
    id: run.id,
    disruption: run.disruptionId,
    material: run.material,
    state: run.state,
    attempt: run.attempt.toString(),
    snapshotDigest: run.snapshotDigest,
    reason: run.reason,
    queuedAt: run.queuedAt,
    proposedAt: run.proposedAt,
    publishedAt: run.publishedAt,
  };
}
