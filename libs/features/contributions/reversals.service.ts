import { Injectable } from '@nestjs/common';
import { assert } from '#domain/assert';
import { DomainError } from '#domain/errors';
import { reversalOf, type Terms } from '#domain/books/precedent';
import { type Transfer } from '#domain/books/transfer';
import { toTransferRecord } from '#domain/books/transfer-record';
import { next } from '#domain/lifecycle/lifecycle';
import { CONTRIBUTION } from '#domain/lifecycle/lifecycles';
import { requireOtherPerson } from '#platform/auth/four-eyes';
import type { CommandContext } from '#platform/database/command-context';
import type { Tx } from '#platform/database/tx';
import { UnitOfWork } from '#platform/database/unit-of-work';
import { EventLog } from '#features/event-log/event-log';
import { LotsService, toLotResponse, type NewLot } from '#features/lots/lots.service';
import { PledgesService } from '#features/pledges/pledges.service';
import { BooksService } from '#features/reserves/books.service';
import { ContributionEntity, ContributionReversalEntity } from './contribution.entity';
import { toContributionResponse } from './contribution-response';
import type { ContributionAnswer, ReversalAnswer } from './contributions.dto';

/** A contribution that may be reversed, with everything that must be locked for it. */
interface Locked {
  readonly pledge: Awaited<ReturnType<PledgesService['lock']>>;
  readonly contribution: ContributionEntity;
  readonly lot: NewLot;
}

/** Takes back what was accepted by mistake, while none of its material has gone anywhere. */
@Injectable()
export class ReversalsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly log: EventLog,
    private readonly pledges: PledgesService,
    private readonly lots: LotsService,
    private readonly books: BooksService,
  ) {}

  /**
   * Proposes it, with the reason; nothing moves yet. Refuses `contribution-unknown`,
   * `act-not-legal-now` and `lot-not-free`.
   */
  propose(ctx: CommandContext, contributionId: string, reason: string): Promise<ReversalAnswer> {
    return this.unitOfWork.run(ctx, async (tx) => {
      const { contribution } = await this.lock(tx, contributionId);
      const reversal: ContributionReversalEntity = {
        ...{ id: tx.newId(), contributionId, reason },
        ...{ proposedBy: ctx.actor.id, confirmedBy: null, proposedAt: tx.now },
      };
      await tx.manager.insert(ContributionReversalEntity, reversal);
      const { id } = reversal;
      const entry = await this.log.append(tx, ctx, {
        kind: 'contribution-reversal-proposed',
        member: contribution.member,
        body: { reversal: id, contribution: contributionId, reason },
      });
      return { id, contribution: contributionId, entry };
    });
  }

  /**
   * Books the opposite of every transfer of the receipt and the acceptance, as of the legal day of
   * the contribution, and opens the pledge again. Refuses `reversal-unknown`,
   * `four-eyes-required`, `act-not-legal-now` and `lot-not-free`.
   */
  confirm(ctx: CommandContext, id: string): Promise<ContributionAnswer> {
    return this.unitOfWork.run(ctx, async (tx) => {
      const reversal = await tx.manager.findOneBy(ContributionReversalEntity, { id });
      if (!reversal) throw reversalUnknown();
      const { pledge, contribution, lot } = await this.lock(tx, reversal.contributionId);
      requireOtherPerson(ctx.actor, reversal.proposedBy, 'proposed the reversal');
      const change = { state: next('contribution', CONTRIBUTION, contribution.state, 'reverse') };
      await tx.manager.update(ContributionEntity, { id: contribution.id }, change);
      await tx.manager.update(ContributionReversalEntity, { id }, { confirmedBy: ctx.actor.id });
      const { effectiveDate } = contribution;
      const transfers = (await originals(tx, contribution, lot)).map((original) =>
        reversalOf(original, tx.newId(), effectiveDate),
      );
      const [taken] = transfers as [Transfer];
      await this.pledges.takeBack(tx, pledge, taken);
      const entryId = tx.newId();
      await this.books.post(tx, entryId, transfers);
      const entry = await this.log.append(tx, ctx, {
        id: entryId,
        kind: 'contribution-reversed',
        ...{ effectiveDate, member: contribution.member },
        body: {
          ...{ reversal: id, contribution: contribution.id, reason: reversal.reason },
          transfers: transfers.map(toTransferRecord),
        },
      });
      return {
        ...toContributionResponse({ ...contribution, ...change }, toLotResponse(lot)),
        entry,
      };
    });
  }

  /** Locks pledge, contribution and lot, in this order, when the reversal is legal. */
  private async lock(tx: Tx, contributionId: string): Promise<Locked> {
    const seen = await tx.manager.findOneBy(ContributionEntity, { id: contributionId });
    if (!seen) throw contributionUnknown();
    const pledge = await this.pledges.lock(tx, seen.pledgeId);
    const contribution = await tx.locked(ContributionEntity, contributionId);
    assert(contribution, 'a contribution never goes away');
    next('contribution', CONTRIBUTION, contribution.state, 'reverse');
    const lot = await this.lots.untouched(tx, contributionId);
    return { pledge, contribution, lot };
  }
}

interface OriginalRow {
  readonly id: string;
  readonly kind: Transfer['kind'];
  readonly from_key: string;
  readonly to_key: string;
  readonly grams: string;
  readonly lot_id: string | null;
}

/** What the receipt and the acceptance booked: the obligation first, then the last move first. */
async function originals(
  tx: Tx,
  { material, member }: ContributionEntity,
  lot: NewLot,
): Promise<(Terms & Pick<Transfer, 'id'>)[]> {
  const rows = await tx.query<OriginalRow>(
    `with own as (
       select m.id, m.kind, m.from_key, m.to_key, m.grams, m.lot_id, m.entry_id,
              entry_kind(e.envelope) as entry_kind
       from movement m join log_entry e on e.id = m.entry_id
       where m.lot_id = $1
         and entry_kind(e.envelope) in ('contribution-received', 'contribution-accepted')),
     obligation as (
       select m.id, m.kind, m.from_key, m.to_key, m.grams, m.lot_id
       from movement m where m.to_key = $2
         and m.entry_id = (select entry_id from own where entry_kind = 'contribution-accepted'))
     select id, kind, from_key, to_key, grams, lot_id from obligation
     union all
     (select id, kind, from_key, to_key, grams, lot_id from own
      order by entry_kind = 'contribution-received')`,
    [lot.id, `${material}/delivered/${member}/-`],
  );
  assert(rows.length === 3, 'an accepted contribution has booked three transfers');
  return rows.map((row) => ({
    ...{ id: row.id, kind: row.kind, from: row.from_key, to: row.to_key },
    ...{ grams: BigInt(row.grams), lot: row.lot_id },
  }));
}

function contributionUnknown(): DomainError {
  return new DomainError('not-found', 'contribution-unknown', 'No contribution has this id.');
}

function reversalUnknown(): DomainError {
  return new DomainError('not-found', 'reversal-unknown', 'No reversal has this identifier.');
}
