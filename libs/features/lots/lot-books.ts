import { Injectable } from '@nestjs/common';
import { DomainError } from '#domain/errors';
import { placeKey, type LotMass, type Place } from '#domain/books/lot';
import { available, EMPTY_BALANCE, type Balance, type Transfer } from '#domain/books/transfer';
import { toTransferRecord } from '#domain/books/transfer-record';
import type { EntryKind } from '#domain/log/entry';
import type { CommandContext } from '#platform/database/command-context';
import type { Tx } from '#platform/database/tx';
import { EventLog } from '#features/event-log/event-log';
import { BooksService } from '#features/reserves/books.service';
import { LotEntity } from './lot.entity';

/** A locked lot with what the books say of it, by account key. */
export interface OpenLot {
  readonly lot: LotEntity;
  readonly holdings: ReadonlyMap<string, Balance>;
}

/** Lots as the books see them: what each holds where, and the one way to move it. */
@Injectable()
export class LotBooks {
  constructor(
    private readonly books: BooksService,
    private readonly log: EventLog,
  ) {}

  /** The lot, locked, with its holdings. Refuses `lot-unknown`. */
  async open(tx: Tx, id: string): Promise<OpenLot> {
    const [lot] = await this.openAll(tx, [id]);
    if (lot) return lot;
    throw lotUnknown(id);
  }

  /** The lots, locked in one fixed order, in the order asked for. Refuses `lot-unknown`. */
  async openAll(tx: Tx, ids: readonly string[]): Promise<OpenLot[]> {
    const lots = await tx.lockedAll(LotEntity, ids);
    const rows = await tx.query<{ lot: string; account: string; posted: string; pending: string }>(
      `select lot_id as lot, account, posted, pending_out as pending from holding
       where lot_id = any ($1::uuid[])`,
      [ids],
    );
    return ids.map((id) => {
      const lot = lots.get(id);
      if (!lot) throw lotUnknown(id);
      const own = rows.filter((row) => row.lot === id);
      const holdings = own.map(({ account, posted, pending }): [string, Balance] => [
        account,
        { posted: BigInt(posted), pendingOut: BigInt(pending) },
      ]);
      return { lot, holdings: new Map(holdings) };
    });
  }

  /** Books the transfers and appends the entry that tells of them; returns its identifier. */
  async book(
    tx: Tx,
    ctx: CommandContext,
    kind: EntryKind,
    transfers: readonly Transfer[],
    details: object,
    options: { readonly id?: string; readonly effectiveDate?: string } = {},
  ): Promise<string> {
    const id = options.id ?? tx.newId();
    await this.books.post(tx, id, transfers);
    const moved = transfers.length === 0 ? {} : { transfers: transfers.map(toTransferRecord) };
    const { effectiveDate } = options;
    return this.log.append(tx, ctx, {
      id,
      kind,
      body: { ...details, ...moved },
      ...(effectiveDate === undefined ? {} : { effectiveDate }),
    });
  }
}

/** Grams of a lot in a place that nothing else is promised of. */
export function availableIn({ lot, holdings }: OpenLot, place: Place): bigint {
  return available(holdings.get(placeKey(lot.material, place)) ?? EMPTY_BALANCE);
}

/** The mass that is still in the lot's name: what did not go into other lots. */
export function ownMass(lot: LotEntity): LotMass {
  return {
    gross: lot.grossGrams - lot.grossOut,
    contained: lot.containedGrams - lot.containedOut,
  };
}

/** Refuses `lot-not-free` when less than `grams` of the lot can be taken from a place. */
export function requireAvailable(
  open: OpenLot,
  place: Place,
  grams: bigint,
  pointer?: string,
): void {
  const there = availableIn(open, place);
  if (there >= grams && there > 0n) return;
  const { id, depot } = open.lot;
  throw new DomainError(
    'rule',
    'lot-not-free',
    `Lot ${id} has ${there} g in ${place.kind} at ${depot}; ${grams} g are needed.`,
    {
      ...(pointer === undefined ? {} : { pointer }),
      place: place.kind,
      availableGrams: `${there}`,
      askedGrams: `${grams}`,
    },
  );
}

function lotUnknown(id: string): DomainError {
  return new DomainError('not-found', 'lot-unknown', `No lot has the identifier ${id}.`);
}
