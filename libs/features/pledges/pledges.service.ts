import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { assert } from '#domain/assert';
import { DomainError } from '#domain/errors';
import { deliver, pledgedGrams, type Instalment, type UnderWay } from '#domain/books/pledge';
import { type Transfer } from '#domain/books/transfer';
import { toTransferRecord } from '#domain/books/transfer-record';
import { next } from '#domain/lifecycle/lifecycle';
import { PLEDGE, PLEDGE_REVISION } from '#domain/lifecycle/lifecycles';
import { requireOwnMember } from '#platform/auth/own-member';
import type { Actor, CommandContext } from '#platform/database/command-context';
import { arrayText, insertRows } from '#platform/database/insert-rows';
import { decideRows, onlyAnswer, type RowOutcomes } from '#platform/database/row-outcomes';
import type { Tx } from '#platform/database/tx';
import { UnitOfWork } from '#platform/database/unit-of-work';
import { EventLog, type NewEntry } from '#features/event-log/event-log';
import { MaterialsService } from '#features/materials/materials.service';
import { BooksService } from '#features/reserves/books.service';
import {
  DeliveryEntity,
  InstalmentEntity,
  PledgeEntity,
  PledgeRevisionEntity,
} from './pledge.entity';
import {
  obligation,
  readInstalments,
  toInstalmentRecords,
  toInstalmentRows,
  toPledgeResponse,
} from './pledge-rows';
import type { NewPledgeRequest, PledgeAnswer } from './pledges.dto';

interface NewPledge {
  readonly pledge: PledgeEntity;
  readonly instalments: readonly Instalment[];
}

/** The form of a row of `offerMany`, for those who have rows from elsewhere. */
export { NewPledgeRequest } from './pledges.dto';

/** What members promise: drafts, offers, their acceptance and what is delivered on them. */
@Injectable()
export class PledgesService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly log: EventLog,
    private readonly materials: MaterialsService,
    private readonly books: BooksService,
  ) {}

  /** Refuses what `offerMany` refuses a row for. */
  offer(ctx: CommandContext, request: NewPledgeRequest): Promise<PledgeAnswer> {
    return this.unitOfWork.run(ctx, async (tx) =>
      onlyAnswer(await this.offerMany(tx, ctx, [request])),
    );
  }

  /**
   * Offers up to 1,000 pledges of the actor's own member in a few statements, or keeps them as
   * drafts. Each row stands for itself; refuses `material-unknown`, `instalments-not-in-order`,
   * `mass-zero` and what is wrong with a mass. Rows that are accepted are written: whoever wants
   * all or none rolls back.
   */
  async offerMany(
    tx: Tx,
    ctx: CommandContext,
    rows: readonly NewPledgeRequest[],
  ): Promise<RowOutcomes<PledgeAnswer>> {
    const member = requireOwnMember(ctx.actor, ctx.actor.member);
    const materials = await this.materials.known(tx, rows);
    const { accepted, refused } = decideRows(rows, (row) => {
      materials.require(row.material);
      return toNewPledge(tx, ctx.actor, member, row);
    });
    const news = accepted.map(({ answer }) => answer);
    const pledges = news.map(({ pledge }) => pledge);
    await insertRows(tx, PledgeEntity, pledges);
    const offers = pledges.map((pledge) => toOffer(tx, pledge));
    await insertRows(tx, PledgeRevisionEntity, offers);
    const parts = news.flatMap((one) => toInstalmentRows(one.pledge.id, 1, one.instalments));
    await insertRows(tx, InstalmentEntity, parts);
    const entries = await this.log.appendMany(tx, ctx, news.map(toEntry));
    return {
      accepted: accepted.map(({ row, answer: { pledge, instalments } }, index) => ({
        row,
        answer: {
          ...toPledgeResponse(pledge, instalments, tx.today()),
          entry: entries[index] ?? '',
        },
      })),
      refused,
    };
  }

  /** Offers a draft of the own member. Refuses `member-not-yours` and `act-not-legal-now`. */
  offerDraft(ctx: CommandContext, id: string): Promise<PledgeAnswer> {
    return this.unitOfWork.run(ctx, async (tx) => {
      const draft = await this.lockOfMember(tx, ctx.actor, id);
      const state = next('pledge', PLEDGE, draft.state, 'offer');
      const change = { state, offeredBy: ctx.actor.id, offeredAt: tx.now };
      await tx.manager.update(PledgeEntity, { id }, change);
      await tx.manager.update(
        PledgeRevisionEntity,
        { pledgeId: id, revision: draft.revision },
        { proposedBy: ctx.actor.id, proposedAt: tx.now },
      );
      const pledge = { ...draft, ...change };
      const instalments = await this.instalmentsOf(tx.manager, pledge);
      const entry = await this.log.append(tx, ctx, toEntry({ pledge, instalments }));
      return { ...toPledgeResponse(pledge, instalments, tx.today()), entry };
    });
  }

  /** Refuses `pledge-unknown` and `act-not-legal-now`. */
  accept(ctx: CommandContext, id: string): Promise<PledgeAnswer> {
    return this.unitOfWork.run(ctx, async (tx) => {
      const offered = await this.lock(tx, id);
      const pledge = {
        ...offered,
        state: next('pledge', PLEDGE, offered.state, 'accept'),
        acceptedBy: ctx.actor.id,
      };
      const { state, acceptedBy } = pledge;
      await tx.manager.update(PledgeEntity, { id }, { state, acceptedBy });
      await tx.manager.update(
        PledgeRevisionEntity,
        { pledgeId: id, revision: offered.revision },
        { ...PLEDGE_ACCEPTED, decidedBy: acceptedBy, decidedAt: tx.now },
      );
      const entryId = tx.newId();
      const promised = ['undertaken', 'pledged'] as const;
      const transfer = obligation(tx, pledge, promised, pledge.grams, tx.today());
      await this.books.post(tx, entryId, [transfer]);
      const entry = await this.log.append(tx, ctx, {
        id: entryId,
        kind: 'pledge-accepted',
        body: { pledge: id, transfers: [toTransferRecord(transfer)] },
        member: pledge.member,
      });
      const instalments = await this.instalmentsOf(tx.manager, pledge);
      return { ...toPledgeResponse(pledge, instalments, tx.today()), entry };
    });
  }

  /**
   * Counts a contribution that was received and is accepted against a locked pledge; returns the
   * obligation transfer, still to be posted. Refuses `contribution-exceeds-pledge`.
   */
  async deliver(
    tx: Tx,
    pledge: PledgeEntity,
    grams: bigint,
    effectiveDate: string,
  ): Promise<Transfer> {
    const delivered = deliver(pledge, grams);
    const whole = delivered === pledge.grams;
    const state = whole ? next('pledge', PLEDGE, pledge.state, 'fulfil') : pledge.state;
    const received = pledge.received - grams;
    await tx.manager.update(PledgeEntity, { id: pledge.id }, { delivered, received, state });
    const kept = ['pledged', 'delivered'] as const;
    const transfer = obligation(tx, pledge, kept, grams, effectiveDate);
    const delivery = { pledgeId: pledge.id, grams, effectiveDate, recordedAt: tx.now };
    await tx.manager.insert(DeliveryEntity, { transferId: transfer.id, ...delivery });
    return transfer;
  }

  /**
   * Takes a delivery back from a locked pledge, which is open again; `reversal` is the transfer
   * that takes it back, still to be posted. Refuses `act-not-legal-now` when it was withdrawn.
   */
  async takeBack(tx: Tx, pledge: PledgeEntity, reversal: Transfer): Promise<void> {
    const state = next('pledge', PLEDGE, pledge.state, 'reopen');
    const { id: transferId, grams, effectiveDate } = reversal;
    const delivered = pledge.delivered - grams;
    await tx.manager.update(PledgeEntity, { id: pledge.id }, { delivered, state });
    const back = { pledgeId: pledge.id, grams: -grams, effectiveDate, recordedAt: tx.now };
    await tx.manager.insert(DeliveryEntity, { transferId, ...back });
  }

  /** The pledge, locked; refuses `pledge-unknown`. */
  async lock(tx: Tx, id: string): Promise<PledgeEntity> {
    const pledge = await tx.locked(PledgeEntity, id);
    if (pledge) return pledge;
    throw new DomainError('not-found', 'pledge-unknown', 'No pledge has this identifier.');
  }

  /**
   * An accepted pledge of the actor's own member, locked. Refuses as `requireOwnAccepted` does.
   */
  async lockOwn(tx: Tx, actor: Actor, id: string): Promise<PledgeEntity> {
    return requireOwnAccepted(actor, (await tx.locked(PledgeEntity, id)) ?? undefined);
  }

  /** The pledges that have these identifiers, locked, by identifier. */
  lockMany(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, PledgeEntity>> {
    return tx.lockedAll(PledgeEntity, ids);
  }

  /** As `lockOwn`, in any state. */
  async lockOfMember(tx: Tx, actor: Actor, id: string): Promise<PledgeEntity> {
    const pledge = await tx.locked(PledgeEntity, id);
    requireOwnMember(actor, pledge?.member);
    assert(pledge, 'a pledge of the own member was found');
    return pledge;
  }

  /** Counts what contributions under way change; the caller has locked their pledges. */
  async countUnderWay(tx: Tx, changes: ReadonlyMap<string, UnderWay>): Promise<void> {
    const ids = [...changes.keys()];
    const by = [...changes.values()];
    await tx.query(
      `update pledge p set announced = p.announced + c.announced,
         received = p.received + c.received
       from unnest($1::uuid[], $2::bigint[], $3::bigint[]) as c (id, announced, received)
       where p.id = c.id`,
      [
        ids,
        arrayText(by.map(({ announced }) => announced)),
        arrayText(by.map(({ received }) => received)),
      ],
    );
  }

  /** The instalments in force, in order of date. */
  instalmentsOf(
    manager: EntityManager,
    { id, revision }: Pick<PledgeEntity, 'id' | 'revision'>,
  ): Promise<InstalmentEntity[]> {
    return manager.find(InstalmentEntity, {
      where: { pledgeId: id, revision },
      order: { ordinal: 'ASC' },
    });
  }
}

/**
 * The pledge when it is an accepted one of the actor's own member. Another member's is refused as
 * one that does not exist is, so that nothing can be learnt by asking. Refuses `member-not-yours`,
 * `pledge-not-accepted` and `pledge-withdrawn`.
 */
export function requireOwnAccepted(actor: Actor, pledge: PledgeEntity | undefined): PledgeEntity {
  requireOwnMember(actor, pledge?.member);
  assert(pledge, 'a pledge of the own member was found');
  if (pledge.state === 'withdrawn') {
    throw new DomainError('conflict', 'pledge-withdrawn', 'The pledge was withdrawn.');
  }
  if (pledge.state !== 'draft' && pledge.state !== 'offered') return pledge;
  throw new DomainError('conflict', 'pledge-not-accepted', 'The pledge is not accepted yet.');
}

const PLEDGE_ACCEPTED = { state: next('offer', PLEDGE_REVISION, 'proposed', 'accept') };

function toNewPledge(tx: Tx, actor: Actor, member: string, request: NewPledgeRequest): NewPledge {
  const instalments = readInstalments(request.instalments);
  const isDraft = request.draft === true;
  const pledge: PledgeEntity = {
    id: tx.newId(),
    member,
    material: request.material,
    state: isDraft ? 'draft' : 'offered',
    grams: pledgedGrams(instalments),
    delivered: 0n,
    withdrawn: 0n,
    announced: 0n,
    received: 0n,
    revision: 1,
    note: request.note ?? null,
    offeredBy: actor.id,
    acceptedBy: null,
    offeredAt: isDraft ? null : tx.now,
  };
  return { pledge, instalments };
}

function toOffer(tx: Tx, pledge: PledgeEntity): PledgeRevisionEntity {
  return {
    id: tx.newId(),
    pledgeId: pledge.id,
    revision: pledge.revision,
    act: 'offer',
    state: 'proposed',
    reason: null,
    answer: null,
    proposedBy: pledge.offeredBy,
    proposedAt: tx.now,
    decidedBy: null,
    decidedAt: null,
  };
}

/** The entry of a new draft or offer. */
function toEntry({ pledge, instalments }: NewPledge): NewEntry {
  const { id, member, material, note, state } = pledge;
  return {
    kind: state === 'draft' ? 'pledge-drafted' : 'pledge-offered',
    body: {
      pledge: {
        ...{ id, member, material, note },
        grams: pledge.grams.toString(),
        instalments: toInstalmentRecords(instalments),
      },
    },
    member,
  };
}
