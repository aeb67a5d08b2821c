import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { canonicalJson } from '#domain/log/canonical-json';
import { UnitOfWork } from '#platform/database/unit-of-work';
import { DisruptionsService } from '#features/disruptions/disruptions.service';
import { EventLog } from '#features/event-log/event-log';
import { ReleaseRulesService } from '#features/release-rules/release-rules.service';
import { AllocationRunEntity } from './allocation-run.entity';
import { AllocationsService } from './allocations.service';
import { requireClaim, workerCommand, type Claim } from './run-fence';
import { SnapshotsService } from './snapshots.service';

/** Freezes what a run will read, and logs its digest before anything is computed. */
@Injectable()
export class RunFreezeService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly log: EventLog,
    private readonly allocations: AllocationsService,
    private readonly disruptions: DisruptionsService,
    private readonly rules: ReleaseRulesService,
    private readonly snapshots: SnapshotsService,
  ) {}

  /** The canonical text of the snapshot. A later claim finds the one that was frozen first. */
  async freeze(claim: Claim): Promise<string> {
    const frozen = await this.frozenBefore(claim);
    if (frozen !== null) return frozen;
    const ctx = workerCommand(claim, 'freeze');
    const { snapshot } = await this.unitOfWork.run(ctx, async (tx) => {
      const run = await this.allocations.lock(tx, claim.runId);
      requireClaim(run, claim);
      const disruption = await this.disruptions.get(run.disruptionId);
      const rule = await this.rules.byId(tx, run.releaseRuleId);
      const content = await this.snapshots.read(tx, disruption, rule);
      const text = canonicalJson(content);
      const snapshotDigest = createHash('sha256').update(text, 'utf8').digest('hex');
      const change = { snapshot: text, snapshotDigest };
      await tx.manager.update(AllocationRunEntity, { id: run.id }, change);
      const body = { run: run.id, snapshot: content };
      await this.log.append(tx, ctx, { kind: 'allocation-frozen', body });
      return { snapshot: text };
    });
    return snapshot;
  }

  private frozenBefore(claim: Claim): Promise<string | null> {
    return this.unitOfWork.read(async (manager) => {
      const run = await manager.findOneBy(AllocationRunEntity, { id: claim.runId });
      return run?.snapshot ?? null;
    });
  }
}
