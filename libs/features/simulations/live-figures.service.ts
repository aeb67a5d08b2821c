import { Injectable } from '@nestjs/common';
import { DomainError } from '#domain/errors';
import { ENGINE_VERSION } from '#domain/allocation/replay';
import { canonicalJson } from '#domain/log/canonical-json';
import type { LiveInput } from '#domain/problem/simulate';
import type { Snapshot } from '#domain/release/snapshot';
import type { Tx } from '#platform/database/tx';
import { massAt } from '#platform/http/mass-at';
import { SnapshotsService } from '#features/allocations/snapshots.service';
import { DisruptionsService } from '#features/disruptions/disruptions.service';
import { ReleaseRulesService } from '#features/release-rules/release-rules.service';
import type { AssumedNeedDto, OverridesDto } from './simulations.dto';

/** Freezes, as a run would, what a simulation of live figures reads. */
@Injectable()
export class LiveFiguresService {
  constructor(
    private readonly disruptions: DisruptionsService,
    private readonly rules: ReleaseRulesService,
    private readonly snapshots: SnapshotsService,
  ) {}

  /**
   * The canonical text of a `LiveInput`. A disruption that is not declared yet counts as declared
   * now. Refuses `disruption-unknown`, `release-rule-unknown`, `no-rule-in-force`,
   * `member-unknown` and `essential-exceeds-need`.
   */
  async freeze(tx: Tx, disruptionId: string, overrides: OverridesDto): Promise<string> {
    const { ruleVersion, tier = null, releaseCap, needs = [] } = overrides;
    const disruption = await this.disruptions.get(disruptionId);
    const rule =
      ruleVersion === undefined
        ? await this.rules.inForce(tx)
        : await this.rules.byVersion(tx, ruleVersion);
    const declaredOn = disruption.declaredOn ?? tx.today();
    const declaredAt = disruption.declaredAt ?? tx.now;
    const found = await this.snapshots.read(tx, { ...disruption, declaredOn, declaredAt }, rule);
    const releaseMaxGrams =
      releaseCap === undefined ? null : `${massAt('/overrides/releaseCap', releaseCap)}`;
    const input: LiveInput = {
      v: '1',
      engine: ENGINE_VERSION,
      kind: 'live',
      snapshot: needs.reduce(withNeed, found),
      assumed: { tier, releaseMaxGrams },
    };
    return canonicalJson(input);
  }
}

function withNeed(snapshot: Snapshot, assumed: AssumedNeedDto, index: number): Snapshot {
  const pointer = `/overrides/needs/${index}`;
  const need = massAt(`${pointer}/need`, assumed.need);
  const essential = massAt(`${pointer}/essential`, assumed.essential);
  if (essential > need) {
    const message = 'Essential use is part of the need.';
    throw new DomainError('rule', 'essential-exceeds-need', message, {
      pointer: `${pointer}/essential`,
    });
  }
  if (!snapshot.members.some(({ member }) => member === assumed.member)) {
    const message = `No baseline of ${assumed.member} counts, so it has no part in a run.`;
    throw new DomainError('not-found', 'member-unknown', message, { pointer: `${pointer}/member` });
  }
  const changed = { need: `${need}`, essential: `${essential}` };
  const members = snapshot.members.map((each) =>
    each.member === assumed.member ? { ...each, ...changed } : each,
  );
  return { ...snapshot, members };
}
