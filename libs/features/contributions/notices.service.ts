import { Injectable } from '@nestjs/common';
import { DomainError } from '#domain/errors';
import { containedGrams } from '#domain/books/contained-mass';
import { requireRoom } from '#domain/books/pledge';
import { checkSourcing, type SourcingRule } from '#domain/books/sourcing';
import { next } from '#domain/lifecycle/lifecycle';
import { CONTRIBUTION } from '#domain/lifecycle/lifecycles';
import { assayOf } from '#domain/quantity/form';
import { requireOwnMember } from '#platform/auth/own-member';
import type { CommandContext } from '#platform/database/command-context';
import { rowsAsJson } from '#platform/database/rows-as-json';
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
import { goodOf, provenanceText, refusalOr, type Outcome } from './intake';

/** One notice of many. */
export interface NoticeRow {
  readonly pledge: string;
  readonly request: NewContributionRequest;
}

/** What the rows of one call of `notifyMany` are judged by, read once for all of them. */
interface Grounds {
  readonly pledges: Awaited<ReturnType<PledgesService['lockMany']>>;
  readonly forms: Awaited<ReturnType<MaterialsService['formsOf']>>;
  readonly depots: ReadonlySet<string>;
  readonly rules: ReadonlyMap<string, SourcingRule>;
  /** Grams spoken for by pledge; grows with each row that is good. */
  readonly spoken: Map<string, bigint>;
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
      if (outcome instanceof DomainError) throw outcome;
      return outcome as ContributionAnswer;
    });
  }

  /**
   * Announces up to thousands of deliveries in a handful of statements. The answer has one outcome
   * for each row, in order; a row that is refused leaves no trace, the others are written. Refuses
   * `member-not-yours`, `pledge-not-accepted`, `form-unknown`, `depot-unknown`, `mass-zero`,
   * `assay-missing`, `contains-nothing`, `contribution-exceeds-pledge` and `sourcing-rule-broken`.
   */
  async notifyMany(
    tx: Tx,
    ctx: CommandContext,
    rows: readonly NoticeRow[],
  ): Promise<readonly Outcome<ContributionAnswer>[]> {
    const grounds = await this.grounds(tx, rows);
    const planned = rows.map((row) => refusalOr(() => plan(tx, ctx, row, grounds)));
    const good = goodOf(planned);
    await tx.query(
      `insert into contribution
       select * from json_populate_recordset(null::contribution, $1)`,
      [rowsAsJson(tx, ContributionEntity, good)],
    );
    const entries = await this.log.appendMany(tx, ctx, good.map(entryOf));
    const entryOfId = new Map(good.map(({ id }, index) => [id, entries[index] ?? '']));
    return planned.map((one) => {
      if (one instanceof DomainError) return one;
      return { ...toContributionResponse(one, null), entry: entryOfId.get(one.id) ?? '' };
    });
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
      spoken: await this.pledges.spokenFor(tx, ids, ['notified', 'received']),
    };
  }

  /**
   * Takes a notice back before anything was received. Refuses `member-not-yours` and
   * `act-not-legal-now`.
   */
  cancel(ctx: CommandContext, id: string): Promise<ContributionAnswer> {
    return this.unitOfWork.run(ctx, async (tx) => {
      const found = await tx.locked(ContributionEntity, id);
      const member = requireOwnMember(ctx.actor, found?.member);
      const before = found as ContributionEntity;
      const state = next('contribution', CONTRIBUTION, before.state, 'cancel');
      await tx.manager.update(ContributionEntity, { id }, { state });
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
  { pledges, forms, depots, rules, spoken }: Grounds,
): ContributionEntity {
  const pledge = requireOwnAccepted(ctx.actor, pledges.get(pledgeId));
  const form = formOf(forms, pledge.material, request.form);
  requireDepot(depots, request.depot, '/depot');
  const grossGrams = positiveMassAt('/grossMass', request.grossMass);
  checkSourcing(rules.get(pledge.material), request.provenance);
  const assay = assayOf(form, request.assay);
  const expectedGrams = containedGrams(grossGrams, assay);
  const before = spoken.get(pledgeId) ?? 0n;
  requireRoom(pledge, before, expectedGrams);
  spoken.set(pledgeId, before + expectedGrams);
  return {
    id: tx.newId(),
    pledgeId,
    member: pledge.member,
    material: pledge.material,
    state: 'notified',
    ...{ form: form.code, depot: request.depot, grossGrams, assay, expectedGrams },
    containedGrams: null,
    packageUnit: request.packages?.unit ?? null,
    packageCount: request.packages ? BigInt(request.packages.count) : null,
    provenance: provenanceText(request.provenance),
    title: request.titleWith ?? 'trust',
    ...{ expectedOn: request.expectedOn, effectiveDate: request.expectedOn },
    ...{ notifiedBy: ctx.actor.id, notifiedAt: tx.now },
    ...{ receivedBy: null, receivedAt: null, decidedBy: null, reason: null },
  };
}

function entryOf(contribution: ContributionEntity): NewEntry {
  const { id, pledgeId, member, form, depot, assay, title, expectedOn } = contribution;
  const { packageUnit, packageCount } = contribution;
  const provenance = attestationIn(contribution.provenance);
  return {
    kind: 'contribution-notified',
    member,
    body: {
      contribution: id,
      pledge: pledgeId,
      notice: {
        ...{ form, depot, assay, titleWith: title, expectedOn },
        grossGrams: contribution.grossGrams.toString(),
        grams: contribution.expectedGrams.toString(),
        ...(packageUnit === null ? {} : { packageUnit, packageCount: `${packageCount}` }),
        ...(provenance === undefined ? {} : { provenance }),
      },
    },
  };
}
