import { Injectable } from '@nestjs/common';
import { DomainError } from '#domain/errors';
import { amendedGrams, underWayGrams, withdrawal, type Instalment } from '#domain/books/pledge';
import { type Transfer } from '#domain/books/transfer';
import { toTransferRecord } from '#domain/books/transfer-record';
import { next } from '#domain/lifecycle/lifecycle';
import { PLEDGE, PLEDGE_REVISION, type RevisionAct } from '#domain/lifecycle/lifecycles';
import { requireOtherPerson } from '#platform/auth/four-eyes';
import type { CommandContext } from '#platform/database/command-context';
import type { Tx } from '#platform/database/tx';
import { UnitOfWork } from '#platform/database/unit-of-work';
import { EventLog } from '#features/event-log/event-log';
import { BooksService } from '#features/reserves/books.service';
import { InstalmentEntity, PledgeEntity, PledgeRevisionEntity } from './pledge.entity';
import {
  obligation,
  readInstalments,
  toInstalmentRecords,
  toInstalmentRows,
  toPledgeResponse,
  toRevisionResponse,
} from './pledge-rows';
import { PledgesService } from './pledges.service';
import type { AmendmentRequest, PledgeAnswer, RevisionAnswer } from './pledges.dto';

interface Proposal {
  readonly act: 'amendment' | 'withdrawal';
  readonly reason: string;
  readonly instalments: readonly Instalment[];
}

/** A revision with its instalments. */
interface Schedule {
  readonly revision: PledgeRevisionEntity;
  readonly instalments: readonly Instalment[];
}

/** Other instalments for a pledge, and what remains of one that is withdrawn. */
@Injectable()
export class PledgeChangesService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly log: EventLog,
    private readonly books: BooksService,
    private readonly pledges: PledgesService,
  ) {}

  /**
   * Proposes other instalments; a proposal that is still open is taken back. Refuses
   * `member-not-yours`, `pledge-not-accepted`, `pledge-withdrawn`, `act-not-legal-now`,
   * `instalments-not-in-order`, `mass-zero` and `amendment-below-delivered`.
   */
  amend(ctx: CommandContext, id: string, request: AmendmentRequest): Promise<RevisionAnswer> {
    return this.unitOfWork.run(ctx, async (tx) => {
      const pledge = await this.pledges.lockOwn(tx, ctx.actor, id);
      next('pledge', PLEDGE, pledge.state, 'amend');
      const instalments = readInstalments(request.instalments);
      amendedGrams(pledge.delivered, underWayGrams(pledge), instalments);
      const proposal = { act: 'amendment', reason: request.reason, instalments } as const;
      const { revision, entry } = await this.propose(tx, ctx, pledge, proposal);
      return { ...toRevisionResponse(revision, instalments), entry };
    });
  }

  /**
   * Puts proposed instalments in force; the books follow. Refuses `amendment-unknown`,
   * `act-not-legal-now`, `four-eyes-required` and, when more was brought meanwhile,
   * `amendment-below-delivered`.
   */
  accept(ctx: CommandContext, id: string): Promise<RevisionAnswer> {
    return this.unitOfWork.run(ctx, async (tx) => {
      const { pledge, revision, instalments } = await this.decide(tx, ctx, id, 'accept', null);
      amendedGrams(pledge.delivered, underWayGrams(pledge), instalments);
      const { transfers } = await this.enforce(tx, pledge, { revision, instalments });
      const entry = await this.book(tx, ctx, 'pledge-amendment-accepted', pledge, transfers, {
        amendment: id,
        act: revision.act,
        revision: revision.revision.toString(),
      });
      return { ...toRevisionResponse(revision, instalments), entry };
    });
  }

  /** Refuses `amendment-unknown`, `act-not-legal-now` and `four-eyes-required`. */
  decline(ctx: CommandContext, id: string, reason: string): Promise<RevisionAnswer> {
    return this.unitOfWork.run(ctx, async (tx) => {
      const { pledge, revision, instalments } = await this.decide(tx, ctx, id, 'decline', reason);
      const details = { amendment: id, reason };
      const entry = await this.book(tx, ctx, 'pledge-amendment-declined', pledge, [], details);
      return { ...toRevisionResponse(revision, instalments), entry };
    });
  }

  /**
   * Withdraws what is neither delivered nor under way. Before acceptance, and while nothing of it
   * is overdue, the member does so alone; else it is proposed and an administrator decides.
   * Refuses `member-not-yours`, `act-not-legal-now` and `nothing-to-withdraw`.
   */
  withdraw(ctx: CommandContext, id: string, reason: string): Promise<PledgeAnswer> {
    return this.unitOfWork.run(ctx, async (tx) => {
      const pledge = await this.pledges.lockOfMember(tx, ctx.actor, id);
      next('pledge', PLEDGE, pledge.state, 'withdraw');
      const current = await this.pledges.instalmentsOf(tx.manager, pledge);
      const underWay = underWayGrams(pledge);
      const { kept, overdue } = withdrawal(current, pledge.delivered, underWay, tx.today());
      const proposal = { act: 'withdrawal', reason, instalments: kept } as const;
      if (pledge.state === 'accepted' && overdue > 0n) {
        const { entry } = await this.propose(tx, ctx, pledge, proposal);
        return { ...toPledgeResponse(pledge, current, tx.today()), entry };
      }
      await this.retractOpen(tx, pledge);
      const revision = {
        ...(await this.newRevision(tx, ctx, pledge, proposal)),
        ...decidedNow(tx),
      };
      await this.insert(tx, { revision, instalments: kept });
      const { changed, transfers } = await this.enforce(tx, pledge, {
        revision,
        instalments: kept,
      });
      const kind = pledge.offeredAt === null ? 'pledge-draft-dropped' : 'pledge-withdrawn';
      const entry = await this.book(tx, ctx, kind, pledge, transfers, {
        reason,
        revision: revision.revision.toString(),
        grams: changed.grams.toString(),
      });
      return { ...toPledgeResponse(changed, kept, tx.today()), entry };
    });
  }

  private async propose(
    tx: Tx,
    ctx: CommandContext,
    pledge: PledgeEntity,
    proposal: Proposal,
  ): Promise<{ revision: PledgeRevisionEntity; entry: string }> {
    const retracted = await this.retractOpen(tx, pledge);
    const revision = await this.newRevision(tx, ctx, pledge, proposal);
    const { act, reason, instalments } = proposal;
    await this.insert(tx, { revision, instalments });
    const entry = await this.book(tx, ctx, 'pledge-amendment-proposed', pledge, [], {
      amendment: {
        ...{ id: revision.id, revision: revision.revision.toString(), act, reason },
        instalments: toInstalmentRecords(instalments),
      },
      ...(retracted === null ? {} : { retracted }),
    });
    return { revision, entry };
  }

  /** Locks the pledge, then the proposal, and decides it. */
  private async decide(
    tx: Tx,
    ctx: CommandContext,
    id: string,
    act: RevisionAct,
    answer: string | null,
  ): Promise<Schedule & { pledge: PledgeEntity }> {
    const seen = await tx.manager.findOneBy(PledgeRevisionEntity, { id });
    if (!seen || seen.act === 'offer') throw unknownAmendment();
    const pledge = await this.pledges.lock(tx, seen.pledgeId);
    const before = await tx.locked(PledgeRevisionEntity, id);
    if (!before) throw unknownAmendment();
    const state = next('amendment', PLEDGE_REVISION, before.state, act);
    requireOtherPerson(ctx.actor, before.proposedBy, 'proposed the amendment');
    const change = { state, answer, decidedBy: ctx.actor.id, decidedAt: tx.now };
    await tx.manager.update(PledgeRevisionEntity, { id }, change);
    const { revision } = before;
    const instalments = await this.pledges.instalmentsOf(tx.manager, { id: pledge.id, revision });
    return { pledge, revision: { ...before, ...change }, instalments };
  }

  /** Makes a schedule the one in force, and gives the transfers that take the books there. */
  private async enforce(
    tx: Tx,
    pledge: PledgeEntity,
    { revision, instalments }: Schedule,
  ): Promise<{ changed: PledgeEntity; transfers: Transfer[] }> {
    const grams = instalments.reduce((sum, part) => sum + part.grams, 0n);
    const more = grams - pledge.grams;
    const isWithdrawal = revision.act === 'withdrawal';
    const change = {
      grams,
      revision: revision.revision,
      withdrawn: isWithdrawal ? pledge.withdrawn - more : pledge.withdrawn,
      state: grams > pledge.delivered ? pledge.state : this.ended(pledge, isWithdrawal),
    };
    await tx.manager.update(PledgeEntity, { id: pledge.id }, change);
    const changed = { ...pledge, ...change };
    if (pledge.acceptedBy === null || more === 0n) return { changed, transfers: [] };
    const way =
      more > 0n ? (['undertaken', 'pledged'] as const) : (['pledged', 'undertaken'] as const);
    const moved = more > 0n ? more : -more;
    return { changed, transfers: [obligation(tx, pledge, way, moved, tx.today())] };
  }

  private ended({ state }: PledgeEntity, isWithdrawal: boolean): PledgeEntity['state'] {
    return next('pledge', PLEDGE, state, isWithdrawal ? 'withdraw' : 'fulfil');
  }

  /** Takes back the proposal that is still open; gives its id, or null where there is none. */
  private async retractOpen(tx: Tx, pledge: PledgeEntity): Promise<string | null> {
    const open = await tx.manager.findOneBy(PledgeRevisionEntity, {
      pledgeId: pledge.id,
      state: 'proposed',
    });
    if (!open) return null;
    const state = next('amendment', PLEDGE_REVISION, open.state, 'retract');
    const change = { state, decidedAt: tx.now };
    await tx.manager.update(PledgeRevisionEntity, { id: open.id }, change);
    return open.id;
  }

  private async newRevision(
    tx: Tx,
    ctx: CommandContext,
    pledge: PledgeEntity,
    { act, reason }: Proposal,
  ): Promise<PledgeRevisionEntity> {
    const last = await tx.manager.maximum(PledgeRevisionEntity, 'revision', {
      pledgeId: pledge.id,
    });
    return {
      ...{ id: tx.newId(), pledgeId: pledge.id, revision: (last ?? 0) + 1, act, reason },
      ...{ state: 'proposed', answer: null, decidedBy: null, decidedAt: null },
      ...{ proposedBy: ctx.actor.id, proposedAt: tx.now },
    };
  }

  private async insert(tx: Tx, { revision, instalments }: Schedule): Promise<void> {
    await tx.manager.insert(PledgeRevisionEntity, revision);
    const rows = toInstalmentRows(revision.pledgeId, revision.revision, instalments);
    if (rows.length > 0) await tx.manager.insert(InstalmentEntity, rows);
  }

  private async book(
    tx: Tx,
    ctx: CommandContext,
    kind:
      | 'pledge-amendment-proposed'
      | 'pledge-amendment-accepted'
      | 'pledge-amendment-declined'
      | 'pledge-draft-dropped'
      | 'pledge-withdrawn',
    { id: pledge, member }: PledgeEntity,
    transfers: readonly Transfer[],
    details: object,
  ): Promise<string> {
    const id = tx.newId();
    if (transfers.length > 0) await this.books.post(tx, id, transfers);
    const moved = transfers.length === 0 ? {} : { transfers: transfers.map(toTransferRecord) };
    return this.log.append(tx, ctx, { id, kind, body: { pledge, ...details, ...moved }, member });
  }
}

/** The withdrawal of what is not due yet is in force as soon as the member says so. */
function decidedNow(tx: Tx): Pick<PledgeRevisionEntity, 'state' | 'decidedAt'> {
  return {
    state: next('amendment', PLEDGE_REVISION, 'proposed', 'accept'),
    decidedAt: tx.now,
  };
}

function unknownAmendment(): DomainError {
  return new DomainError('not-found', 'amendment-unknown', 'No amendment has this identifier.');
}
