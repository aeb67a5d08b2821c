import { Injectable } from '@nestjs/common';
import { assert } from '#domain/assert';
import { DomainError } from '#domain/errors';
import { containedGrams } from '#domain/books/contained-mass';
import { requireRoom, underWayGrams, type UnderWay } from '#domain/books/pledge';
import { checkSourcing, type SourcingRule } from '#domain/books/sourcing';
import { next } from '#domain/lifecycle/lifecycle';
import { CONTRIBUTION } from '#domain/lifecycle/lifecycles';
import { assayOf } from '#domain/quantity/form';
import { requireOwnMember } from '#platform/auth/own-member';
import type { CommandContext } from '#platform/database/command-context';
import { insertRows } from '#platform/database/insert-rows';
import type { Tx } from '#platform/database/tx';
import { UnitOfWork } from '#platform/database/unit-of-work';
import { positiveMassAt } from '#platform/http/mass-at';
import { DepotsService, requireDepot } from '#features/depots/depots.service';
import { EventLog, type NewEntry } from '#features/event-log/event-log';
import { formOf, MaterialsService } from '#features/materials/materials.service';
import { SourcingRuleService } from '#features/materials/sourcing-rule.service';
import { PledgesService, requireOwnAccepted } from '#features/pledges/pledges.service';
import { ContributionEntity } from './contribution.entity';
import { attestationIn, toContributionResponse } from './contribution-response';
import type { ContributionAnswer, NewContributionRequest } from './contributions.dto';
import { addUnderWay, goodOf, provenanceText, refusalOr, type Outcome } from './intake';

/** One notice of many. */
export interface NoticeRow {
  readonly pledge: string;
  readonly request: NewContributionRequest;
}

/** What was announced, and its entry in the log. */
export interface Notified {
  readonly contribution: ContributionEntity;
  readonly entry: string;
}

/** What the rows of one call of `notifyMany` are judged by, read once for all of them. */
interface Grounds {
  readonly pledges: Awaited<ReturnType<PledgesService['lockMany']>>;
  readonly forms: Awaited<ReturnType<MaterialsService['formsOf']>>;
  readonly depots: ReadonlySet<string>;
  readonly rules: ReadonlyMap<string, SourcingRule>;
  /** What the good rows before change of the grams under way, by pledge. */
  readonly changes: Map<string, UnderWay>;
}

/** The form of a row of `notifyMany`, for those who have rows from elsewhere. */
export { NewContributionRequest } from './contributions.dto';

/** What members announce against their pledges. Nothing of it moves the books. */
@Injectable()
export class NoticesService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly log: EventLog,
    private readonly materials: MaterialsService,
    private readonly sourcing: SourcingRuleService,
    private readonly depots: DepotsService,
    private readonly pledges: PledgesService,
  ) {}

  /** As `notifyMany` with one row. */
  notify(
    ctx: CommandContext,
    pledge: string,
    request: NewContributionRequest,
  ): Promise<ContributionAnswer> {
    return this.unitOfWork.run(ctx, async (tx) => {
      const [outcome] = await this.notifyMany(tx, ctx, [{ pledge, request }]);
      assert(outcome, 'a row has an outcome');
      if (outcome instanceof DomainError) throw outcome;
      return { ...toContributionResponse(outcome.contribution, null), entry: outcome.entry };
    });
  }

  /**
   * Announces up to thousands of deliveries in a handful of statements. The answer has one outcome
   * for each row, in order; a row that is refused leaves no trace, the others are written. In a
   * trial they are decided and counted, but not written: nothing reads them there. Refuses
   * `member-not-yours`, `pledge-not-accepted`, `form-unknown`, `depot-unknown`, `mass-zero`,
   * `assay-missing`, `contains-nothing`, `contribution-exceeds-pledge` and `sourcing-rule-broken`.
   */
  async notifyMany(
    tx: Tx,
    ctx: CommandContext,
    rows: readonly NoticeRow[],
  ): Promise<readonly Outcome<Notified>[]> {
    const grounds = await this.grounds(tx, rows);
    const planned = rows.map((row) => refusalOr(() => plan(tx, ctx, row, grounds)));
    const good = goodOf(planned);
    await this.pledges.countUnderWay(tx, grounds.changes);
    if (!tx.isTrial) {
      const rows = good.map(({ contribution }) => contribution);
      const written = insertRows(tx, ContributionEntity, rows);
      await this.log.appendAfter(written, tx, ctx, good.map(entryOf));
    }
    return planned;
  }

  /** Locks the pledges, and reads the rest of what the rows are judged by. */
  private async grounds(tx: Tx, rows: readonly NoticeRow[]): Promise<Grounds> {
    const ids = rows.map(({ pledge }) => pledge);
    const forms = rows.map(({ request }) => request.form);
    const depots = rows.map(({ request }) => request.depot);
    const pledges = await this.pledges.lockMany(tx, ids);
    const materials = [...pledges.values()].map(({ material }) => material);
    return {
      pledges,
      forms: await this.materials.formsOf(tx, forms),
      depots: await this.depots.opened(tx, depots),
      rules: await this.sourcing.inForce(tx, materials),
      changes: new Map(),
    };
  }

  /**
   * Takes a notice back before anything was received. Refuses `member-not-yours` and
   * `act-not-legal-now`.
   */
  cancel(ctx: CommandContext, id: string): Promise<ContributionAnswer> {
    return this.unitOfWork.run(ctx, async (tx) => {
      const seen = await tx.manager.findOneBy(ContributionEntity, { id });
      const member = requireOwnMember(ctx.actor, seen?.member);
      assert(seen, 'a contribution of the own member was found');
      await this.pledges.lock(tx, seen.pledgeId);
      const before = await tx.locked(ContributionEntity, id);
      assert(before, 'a contribution never goes away');
      const state = next('contribution', CONTRIBUTION, before.state, 'cancel');
      await tx.manager.update(ContributionEntity, { id }, { state });
      const change = { announced: -before.expectedGrams, received: 0n };
      await this.pledges.countUnderWay(tx, new Map([[before.pledgeId, change]]));
      const kind = 'contribution-cancelled';
      const entry = await this.log.append(tx, ctx, { kind, member, body: { contribution: id } });
      return { ...toContributionResponse({ ...before, state }, null), entry };
    });
  }
}

function plan(
  tx: Tx,
  ctx: CommandContext,
  { pledge: pledgeId, request }: NoticeRow,
  { pledges, forms, depots, rules, changes }: Grounds,
): Notified {
  const pledge = requireOwnAccepted(ctx.actor, pledges.get(pledgeId));
  const form = formOf(forms, pledge.material, request.form);
  requireDepot(depots, request.depot, '/depot');
  const grossGrams = positiveMassAt('/grossMass', request.grossMass);
  checkSourcing(rules.get(pledge.material), request.provenance);
  const assay = assayOf(form, request.assay);
  const expectedGrams = containedGrams(grossGrams, assay);
  const more = changes.get(pledgeId)?.announced ?? 0n;
  requireRoom(pledge, underWayGrams(pledge) + more, expectedGrams);
  addUnderWay(changes, pledgeId, { announced: expectedGrams, received: 0n });
  const contribution: ContributionEntity = {
    id: tx.newId(),
    pledgeId,
    member: pledge.member,
    material: pledge.material,
    state: 'notified',
    form: form.code,
    depot: request.depot,
    grossGrams,
    assay,
    expectedGrams,
    containedGrams: null,
    packageUnit: request.packages?.unit ?? null,
    packageCount: request.packages ? BigInt(request.packages.count) : null,
    provenance: provenanceText(request.provenance),
    title: request.titleWith ?? 'trust',
    expectedOn: request.expectedOn,
    effectiveDate: request.expectedOn,
    notifiedBy: ctx.actor.id,
    notifiedAt: tx.now,
    receivedBy: null,
    receivedAt: null,
    decidedBy: null,
    reason: null,
  };
  return { contribution, entry: tx.newId() };
}

function entryOf({ contribution, entry }: Notified): NewEntry {
  const { id, pledgeId, member, packageUnit, packageCount } = contribution;
  const provenance = attestationIn(contribution.provenance);
  const notice: Record<string, unknown> = {
    form: contribution.form,
    depot: contribution.depot,
    assay: contribution.assay,
    titleWith: contribution.title,
    expectedOn: contribution.expectedOn,
    grossGrams: contribution.grossGrams.toString(),
    grams: contribution.expectedGrams.toString(),
  };
  if (packageUnit !== null) Object.assign(notice, { packageUnit, packageCount: `${packageCount}` });
  if (provenance !== undefined) notice['provenance'] = provenance;
  return {
    id: entry,
    kind: 'contribution-notified',
    member,
    body: { contribution: id, pledge: pledgeId, notice },
  };
}
