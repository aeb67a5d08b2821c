import { Injectable } from '@nestjs/common';
import { DomainError } from '#domain/errors';
import { free, inTransit, lost, movement, placeKey } from '#domain/books/lot';
import type { Balance, Transfer } from '#domain/books/transfer';
import { requireOtherPerson } from '#platform/auth/four-eyes';
import type { CommandContext } from '#platform/database/command-context';
import type { Tx } from '#platform/database/tx';
import { UnitOfWork } from '#platform/database/unit-of-work';
import { massAt } from '#platform/http/mass-at';
import { DepotsService, requireDepot } from '#features/depots/depots.service';
import { LotMoveEntity } from './lot-act.entity';
import { LotBooks, requireAvailable, type OpenLot } from './lot-books';
import { LotEntity } from './lot.entity';
import type { ArrivalRequest, DispatchRequest, LotActAnswer } from './lots.dto';

/** Moves lots between depots: sent by one administrator, received by another. */
@Injectable()
export class LotMovesService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly depots: DepotsService,
    private readonly books: LotBooks,
  ) {}

  /**
   * Sends a whole lot on its way; split off first what stays. From then on it belongs to the depot
   * that it goes to, in transit. Refuses `lot-unknown`, `depot-unknown`, `lot-there-already` and
   * `lot-not-free`.
   */
  dispatch(ctx: CommandContext, id: string, request: DispatchRequest): Promise<LotActAnswer> {
    return this.unitOfWork.run(ctx, async (tx) => {
      const { toDepot, dispatchedOn } = request;
      const open = await this.books.open(tx, id);
      requireDepot(await this.depots.opened(tx, [toDepot]), toDepot, '/toDepot');
      const { lot } = open;
      if (lot.depot === toDepot) throw thereAlready(lot);
      const grams = wholeFree(open);
      const move: LotMoveEntity = {
        ...{ id: tx.newId(), lotId: id, fromDepot: lot.depot, toDepot, grams, dispatchedOn },
        dispatchedBy: ctx.actor.id,
        ...{ arrivedGrams: null, arrivedOn: null, arrivedBy: null, reason: null },
      };
      await tx.manager.insert(LotMoveEntity, move);
      await tx.manager.update(LotEntity, { id }, { depot: toDepot });
      const way = { from: free(lot.depot), to: inTransit(toDepot) };
      const transfers = [movement(tx.newId(), lot, way, grams, dispatchedOn)];
      const details = { move: move.id, lot: id, from: lot.depot, to: toDepot };
      const kind = 'lot-dispatched';
      const options = { effectiveDate: dispatchedOn };
      const entry = await this.books.book(tx, ctx, kind, transfers, details, options);
      return { id: move.id, lot: id, entry };
    });
  }

  /**
   * Receives a lot at the other depot; what is missing is a loss, with its reason. Refuses
   * `lot-move-unknown`, `lot-move-ended`, `four-eyes-required`, `arrival-exceeds-dispatch` and
   * `shortage-needs-reason`.
   */
  receive(ctx: CommandContext, id: string, request: ArrivalRequest): Promise<LotActAnswer> {
    return this.unitOfWork.run(ctx, async (tx) => {
      const seen = await tx.manager.findOneBy(LotMoveEntity, { id });
      if (!seen) throw moveUnknown();
      const { lot } = await this.books.open(tx, seen.lotId);
      const move = await tx.manager.findOneByOrFail(LotMoveEntity, { id });
      if (move.arrivedBy !== null) throw moveEnded();
      requireOtherPerson(ctx.actor, move.dispatchedBy, 'sent the lot on its way');
      const arrivedGrams = massAt('/containedMass', request.containedMass);
      const missing = shortage(move, arrivedGrams, request.reason);
      const change = {
        ...{ arrivedGrams, arrivedOn: request.receivedOn, arrivedBy: ctx.actor.id },
        reason: missing > 0n ? (request.reason ?? null) : null,
      };
      await tx.manager.update(LotMoveEntity, { id }, change);
      const transfers = arrival(tx, lot, { ...move, ...change }, missing);
      const { reason } = change;
      const details = { move: id, lot: lot.id, ...(reason === null ? {} : { reason }) };
      const options = { effectiveDate: request.receivedOn };
      const entry = await this.books.book(tx, ctx, 'lot-arrived', transfers, details, options);
      return { id, lot: lot.id, entry };
    });
  }
}

/** All grams of the lot, when every one that is still with the Trust is free at its depot. */
function wholeFree(open: OpenLot): bigint {
  const { lot, holdings } = open;
  const home = placeKey(lot.material, free(lot.depot));
  const gone = [`${lot.material}/released/`, `${lot.material}/loss/`, `${lot.material}/outside/`];
  const elsewhere = [...holdings].find(
    ([account, { posted }]) =>
      posted !== 0n && account !== home && !gone.some((kind) => account.startsWith(kind)),
  );
  const here: Balance | undefined = holdings.get(home);
  if (elsewhere !== undefined || (here?.pendingOut ?? 0n) > 0n) {
    const [account] = elsewhere ?? [home];
    throw new DomainError(
      'rule',
      'lot-not-free',
      `Of lot ${lot.id}, grams in ${account} are not free; split off what is, and move that.`,
      { account },
    );
  }
  requireAvailable(open, free(lot.depot), 1n);
  return here?.posted ?? 0n;
}

function shortage(move: LotMoveEntity, arrived: bigint, reason: string | undefined): bigint {
  if (arrived > move.grams) {
    throw new DomainError(
      'rule',
      'arrival-exceeds-dispatch',
      `${move.grams} g were sent; ${arrived} g cannot arrive. A gain needs a contribution.`,
      { pointer: '/containedMass', sentGrams: `${move.grams}`, arrivedGrams: `${arrived}` },
    );
  }
  const missing = move.grams - arrived;
  if (missing === 0n || reason !== undefined) return missing;
  throw new DomainError(
    'rule',
    'shortage-needs-reason',
    `${missing} g less arrived than were sent; say why.`,
    { pointer: '/reason', missingGrams: `${missing}` },
  );
}

function arrival(tx: Tx, lot: LotEntity, move: LotMoveEntity, missing: bigint): Transfer[] {
  const { toDepot, arrivedGrams, arrivedOn } = move;
  const ends = [
    { to: free(toDepot), grams: arrivedGrams ?? 0n },
    { to: lost(toDepot), grams: missing },
  ];
  return ends
    .filter(({ grams }) => grams > 0n)
    .map(({ to, grams }) => {
      const way = { from: inTransit(toDepot), to };
      return movement(tx.newId(), lot, way, grams, arrivedOn ?? tx.today());
    });
}

function thereAlready({ id, depot }: LotEntity): DomainError {
  return new DomainError('rule', 'lot-there-already', `Lot ${id} is at ${depot} already.`, {
    pointer: '/toDepot',
  });
}

function moveUnknown(): DomainError {
  return new DomainError('not-found', 'lot-move-unknown', 'No move of a lot has this id.');
}

function moveEnded(): DomainError {
  return new DomainError('conflict', 'lot-move-ended', 'The lot has arrived already.');
}
