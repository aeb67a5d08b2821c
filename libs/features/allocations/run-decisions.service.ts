import { Injectable } from '@nestjs/common';
import { assert } from '#domain/assert';
import { toTransferRecord } from '#domain/books/transfer-record';
import type { RunRecord } from '#domain/allocation/run-record';
import { next } from '#domain/lifecycle/lifecycle';
import { ALLOCATION_RUN } from '#domain/lifecycle/lifecycles';
import { ONE_OTHER } from '#domain/release/quorum';
import type { Count } from '#domain/release/tally';
import type { CommandContext } from '#platform/database/command-context';
import type { Tx } from '#platform/database/tx';
import { UnitOfWork } from '#platform/database/unit-of-work';
import { DeadlinesService } from '#features/deadlines/deadlines.service';
import type { ProposedAct } from '#features/decisions/decisions.service';
import { DecisionsService } from '#features/decisions/decisions.service';
import { EventLog } from '#features/event-log/event-log';
import { ReleaseRulesService } from '#features/release-rules/release-rules.service';
import { AllocationRunEntity } from './allocation-run.entity';
import { AllocationsService, toRunResponse } from './allocations.service';
import type { AllocationRunAnswer } from './allocations.dto';

/** Approval and rejection of a run, by whom its release rule says. */
@Injectable()
export class RunDecisionsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly log: EventLog,
    private readonly allocations: AllocationsService,
    private readonly rules: ReleaseRulesService,
    private readonly decisions: DecisionsService,
    private readonly deadlines: DeadlinesService,
  ) {}

  /**
   * A decision of an administrator for or against the run, which changes its state once enough
   * decided alike. Refuses as `DecisionsService.decide` does, and `act-not-legal-now`.
   */
  decide(
    ctx: CommandContext,
    id: string,
    inFavour: boolean,
    reason: string,
  ): Promise<AllocationRunAnswer> {
    return this.unitOfWork.run(ctx, async (tx) => {
      const run = await this.allocations.lock(tx, id);
      next('run', ALLOCATION_RUN, run.state, inFavour ? 'approve' : 'reject');
      const act = await this.actOn(tx, run);
      // Against an approved run one decides in favour of its rejection.
      const isFor = run.state === 'approved' ? !inFavour : inFavour;
      const decided = await this.decisions.decide(tx, ctx, act, { inFavour: isFor, reason });
      if (decided.outcome === 'open') return { ...toRunResponse(run), entry: decided.entry };
      return this.end(tx, ctx, run, inFavour, { reason });
    });
  }

  /** The vote of a member, to be settled later. Refuses as `decide` does. */
  vote(
    ctx: CommandContext,
    id: string,
    { side, reason }: { readonly side: 'for' | 'against'; readonly reason: string },
  ): Promise<AllocationRunAnswer> {
    return this.unitOfWork.run(ctx, async (tx) => {
      const run = await this.allocations.lock(tx, id);
      next('run', ALLOCATION_RUN, run.state, 'approve');
      const vote = { inFavour: side === 'for', reason };
      const decided = await this.decisions.decide(tx, ctx, await this.actOn(tx, run), vote);
      assert(decided.outcome === 'open', 'a vote is settled by `settle`');
      return { ...toRunResponse(run), entry: decided.entry };
    });
  }

  /** Has the outcome of a vote take effect. Refuses as `DecisionsService.settle` does. */
  settle(ctx: CommandContext, id: string, reason: string): Promise<AllocationRunAnswer> {
    return this.unitOfWork.run(ctx, async (tx) => {
      const run = await this.allocations.lock(tx, id);
      next('run', ALLOCATION_RUN, run.state, 'approve');
      const count = await this.decisions.settle(tx, ctx, await this.actOn(tx, run));
      const isApproved = count.outcome === 'carried';
      return this.end(tx, ctx, run, isApproved, { reason, vote: countRecord(count) });
    });
  }

  private async actOn(tx: Tx, run: AllocationRunEntity): Promise<ProposedAct> {
    const { approveRun } = await this.rules.quorumsOf(tx, run.releaseRuleId);
    const record = JSON.parse(run.result ?? '') as RunRecord;
    const isApproved = run.state === 'approved';
    // What a vote approved one administrator can hold up, since nothing is moved by that.
    const isBoard = approveRun.electors === 'members';
    return {
      kind: isApproved ? 'reject-approved-run' : 'approve-run',
      subject: run.id,
      proposedBy: run.startedBy,
      proposedAt: isApproved ? tx.now : (run.proposedAt ?? tx.now),
      quorum: isApproved && isBoard ? ONE_OTHER : approveRun,
      gaining: record.members.filter(({ award }) => award !== '0').map(({ member }) => member),
    };
  }

  private async end(
    tx: Tx,
    ctx: CommandContext,
    before: AllocationRunEntity,
    isApproved: boolean,
    why: { readonly reason: string; readonly vote?: object },
  ): Promise<AllocationRunAnswer> {
    const { id } = before;
    const state = next('run', ALLOCATION_RUN, before.state, isApproved ? 'approve' : 'reject');
    const change = { state, reason: why.reason, decidedBy: ctx.actor.id };
    await tx.manager.update(AllocationRunEntity, { id }, change);
    const run = { ...before, ...change };
    await this.deadlines.meet(tx, 'approve', id);
    if (isApproved) {
      await this.deadlines.begin(tx, 'publish', [{ id }]);
      const body = { run: id, snapshotDigest: run.snapshotDigest ?? '', ...why };
      const entry = await this.log.append(tx, ctx, { kind: 'allocation-approved', body });
      return { ...toRunResponse(run), entry };
    }
    await this.deadlines.drop(tx, ['publish'], id);
    const entryId = tx.newId();
    const transfers = await this.allocations.endEarmarks(tx, run, 'void', entryId);
    const body = { run: id, ...why, transfers: transfers.map(toTransferRecord) };
    const kind = 'allocation-rejected';
    const entry = await this.log.append(tx, ctx, { id: entryId, kind, body });
    return { ...toRunResponse(run), entry };
  }
}

function countRecord({ inFavour, against, total }: Count): object {
  return { for: `${inFavour}`, against: `${against}`, total: `${total}` };
}
