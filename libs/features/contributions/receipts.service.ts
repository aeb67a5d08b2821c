import { Injectable } from '@nestjs/common';
import { DomainError } from '#domain/errors';
import { containedGrams } from '#domain/books/contained-mass';
import { checkAssay, movement, onHold, OUTSIDE } from '#domain/books/lot';
import { requireRoom, type UnderWay } from '#domain/books/pledge';
import { checkSourcing, type SourcingRule } from '#domain/books/sourcing';
import { type Transfer } from '#domain/books/transfer';
import { toTransferRecord } from '#domain/books/transfer-record';
import { next } from '#domain/lifecycle/lifecycle';
import { CONTRIBUTION } from '#domain/lifecycle/lifecycles';
import { requireOtherPerson } from '#platform/auth/four-eyes';
import type { CommandContext } from '#platform/database/command-context';
import type { Tx } from '#platform/database/tx';
import { UnitOfWork } from '#platform/database/unit-of-work';
import { positiveMassAt } from '#platform/http/mass-at';
import { EventLog, type NewEntry } from '#features/event-log/event-log';
import { lotRecord, LotsService, toLotResponse, type NewLot } from '#features/lots/lots.service';
import { SourcingRuleService } from '#features/materials/sourcing-rule.service';
import { PledgesService } from '#features/pledges/pledges.service';
import { BooksService } from '#features/reserves/books.service';
import { ContributionEntity } from './contribution.entity';
import { attestationIn, toContributionResponse } from './contribution-response';
import type { ContributionAnswer, ReceiptRequest } from './contributions.dto';
import { addUnderWay, goodOf, provenanceText, refusalOr, type Outcome } from './intake';

/** One receipt of many. */
export interface ReceiptRow {
  readonly contribution: string;
  readonly request: ReceiptRequest;
}

/** What the rows of one call of `receiveMany` are judged by, read once for all of them. */
interface Grounds {
  readonly pledges: Awaited<ReturnType<PledgesService['lockMany']>>;
  readonly contributions: Map<string, ContributionEntity>;
  readonly rules: ReadonlyMap<string, SourcingRule>;
  /** What the good rows before change of the grams under way, by pledge. */
  readonly changes: Map<string, UnderWay>;
}

interface Receipt {
  readonly contribution: ContributionEntity;
  readonly lot: NewLot;
  readonly transfer: Transfer;
}

/** The form of a row of `receiveMany`, for those who have rows from elsewhere. */
export { ReceiptRequest } from './contributions.dto';

/** What arrives at the depots: weighed, assayed, and on hold until it is decided. */
@Injectable()
export class ReceiptsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly log: EventLog,
    private readonly sourcing: SourcingRuleService,
    private readonly pledges: PledgesService,
    private readonly lots: LotsService,
    private readonly books: BooksService,
  ) {}

  /** As `receiveMany` with one row. */
  receive(
    ctx: CommandContext,
    contribution: string,
    request: ReceiptRequest,
  ): Promise<ContributionAnswer> {
    return this.unitOfWork.run(ctx, async (tx) => {
      const [outcome] = await this.receiveMany(tx, ctx, [{ contribution, request }]);
      if (outcome instanceof DomainError) throw outcome;
      return outcome as ContributionAnswer;
    });
  }

  /**
   * Receives up to thousands of contributions in a handful of statements; their lots are on hold.
   * The answer has one outcome for each row, in order; a row that is refused leaves no trace, the
   * others are written. Refuses `contribution-unknown`, `act-not-legal-now`, `four-eyes-required`,
   * `mass-zero`, `assay-out-of-range`, `contains-nothing`, `contribution-exceeds-pledge` and
   * `sourcing-rule-broken`.
   */
  async receiveMany(
    tx: Tx,
    ctx: CommandContext,
    rows: readonly ReceiptRow[],
  ): Promise<readonly Outcome<ContributionAnswer>[]> {
    const grounds = await this.grounds(tx, rows);
    const planned = rows.map((row) => refusalOr(() => plan(tx, ctx, row, grounds)));
    const good = goodOf(planned);
    await store(tx, good);
    await this.pledges.countUnderWay(tx, grounds.changes);
    await this.lots.create(
      tx,
      good.map(({ lot }) => lot),
    );
    await this.books.postMany(
      tx,
      good.map(({ lot, transfer }) => ({ entryId: lot.entryId, transfers: [transfer] })),
    );
    await this.log.appendMany(tx, ctx, good.map(entryOf));
    return planned.map((one) => {
      if (one instanceof DomainError) return one;
      const { contribution, lot } = one;
      return { ...toContributionResponse(contribution, toLotResponse(lot)), entry: lot.entryId };
    });
  }

  /** Locks pledges before contributions, as everybody does. */
  private async grounds(tx: Tx, rows: readonly ReceiptRow[]): Promise<Grounds> {
    const ids = rows.map(({ contribution }) => contribution);
    const seen = await tx.query<{ pledge: string }>(
      'select distinct pledge_id as pledge from contribution where id = any ($1::uuid[])',
      [ids],
    );
    const pledgeIds = seen.map(({ pledge }) => pledge);
    const pledges = await this.pledges.lockMany(tx, pledgeIds);
    const materials = [...pledges.values()].map(({ material }) => material);
    return {
      pledges,
      rules: await this.sourcing.inForce(tx, materials),
      contributions: new Map(await tx.lockedAll(ContributionEntity, ids)),
      changes: new Map(),
    };
  }
}

function plan(
  tx: Tx,
  ctx: CommandContext,
  { contribution: id, request }: ReceiptRow,
  { pledges, contributions, rules, changes }: Grounds,
): Receipt {
  const before = contributions.get(id);
  const pledge = pledges.get(before?.pledgeId ?? '');
  if (!before || !pledge) throw contributionUnknown();
  const state = next('contribution', CONTRIBUTION, before.state, 'receive');
  requireOtherPerson(ctx.actor, before.notifiedBy, 'announced the contribution');
  const attestation = request.provenance ?? attestationIn(before.provenance);
  checkSourcing(rules.get(pledge.material), attestation);
  const grossGrams = positiveMassAt('/grossMass', request.grossMass);
  const assay = request.assay ?? before.assay;
  checkAssay(assay, request.assayUncertainty ?? null);
  const contained = containedGrams(grossGrams, assay);
  requireRoom(pledge, pledge.received + (changes.get(pledge.id)?.received ?? 0n), contained);
  const change = { announced: -before.expectedGrams, received: contained };
  addUnderWay(changes, pledge.id, change);
  const contribution: ContributionEntity = {
    ...before,
    state,
    effectiveDate: request.receivedOn,
    containedGrams: contained,
    receivedBy: ctx.actor.id,
    receivedAt: tx.now,
  };
  contributions.set(id, contribution);
  const lot = lotOf(tx, contribution, request, { grossGrams, assay, containedGrams: contained });
  const way = { from: OUTSIDE, to: onHold(lot.depot) };
  const transfer = movement(tx.newId(), lot, way, contained, request.receivedOn);
  return { contribution, lot, transfer };
}

function lotOf(
  tx: Tx,
  contribution: ContributionEntity,
  request: ReceiptRequest,
  found: Pick<NewLot, 'grossGrams' | 'assay' | 'containedGrams'>,
): NewLot {
  const { member, material, form, depot, title } = contribution;
  const packages = request.packages;
  const provenance = provenanceText(request.provenance) ?? contribution.provenance;
  return {
    ...{ id: tx.newId(), contributionId: contribution.id, entryId: tx.newId() },
    ...{ material, form, depot, ...found },
    assayUncertainty: request.assayUncertainty ?? null,
    assayCertificate: request.assayCertificate ?? null,
    packageUnit: packages?.unit ?? contribution.packageUnit,
    packageCount: packages ? BigInt(packages.count) : contribution.packageCount,
    provenance: provenance === null ? '[]' : `[${provenance}]`,
    storage: request.storage ?? null,
    bestBefore: request.bestBefore ?? null,
    titleHolder: title === 'member' ? member : null,
    receivedOn: request.receivedOn,
  };
}

/** Writes what receiving changes of the contributions, in one statement. */
async function store(tx: Tx, receipts: readonly Receipt[]): Promise<void> {
  const received = receipts.map(({ contribution }) => contribution);
  await tx.query(
    `update contribution c set state = 'received', effective_date = r.effective,
       contained_grams = r.grams, received_by = r.receiver, received_at = $4
     from unnest($1::uuid[], $2::date[], $3::bigint[], $5::uuid[])
       as r (id, effective, grams, receiver)
     where c.id = r.id`,
    [
      received.map(({ id }) => id),
      received.map(({ effectiveDate }) => effectiveDate),
      received.map(({ containedGrams: grams }) => `${grams}`),
      tx.now,
      received.map(({ receivedBy }) => receivedBy),
    ],
  );
}

function entryOf({ contribution, lot, transfer }: Receipt): NewEntry {
  const { id, pledgeId, member, effectiveDate } = contribution;
  return {
    id: lot.entryId,
    kind: 'contribution-received',
    effectiveDate,
    member,
    body: {
      contribution: id,
      pledge: pledgeId,
      lot: lotRecord(lot),
      transfers: [toTransferRecord(transfer)],
    },
  };
}

function contributionUnknown(): DomainError {
  return new DomainError('not-found', 'contribution-unknown', 'No contribution has this id.');
}
