import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { parseAccountKey } from '#domain/books/account';
import { DomainError } from '#domain/errors';
import { formatMass } from '#domain/quantity/mass';
import { LotLossEntity, LotMoveEntity, LotObjectionEntity } from './lot-act.entity';
import { ownMass } from './lot-books';
import { LotEntity } from './lot.entity';
import type { LotActs, LotDetail, LotPage, LotPlaceResponse, LotsQuery } from './lots.dto';
import { toLotResponse } from './lots.service';

const PAGE_DEFAULT = '100';
/** Acts of each kind that one answer tells of, newest first. */
const ACTS_MAX = 100;

interface HoldingRow {
  readonly lot: string;
  readonly account: string;
  readonly posted: string;
  readonly pending: string;
}

/** Reads lots: their facts, and where each gram of them is. */
@Injectable()
export class LotsQueries {
  constructor(private readonly dataSource: DataSource) {}

  /** A page of lots, oldest first. */
  async list({ material, depot, state, after, limit }: LotsQuery): Promise<LotPage> {
    const take = Number(limit ?? PAGE_DEFAULT);
    const found = await this.dataSource.query<{ id: string }[]>(
      `select l.id from lot l
       where ($1::text is null or l.material = $1) and ($2::text is null or l.depot = $2)
         and ($3::uuid is null or l.id > $3)
         and ($4::text is null or exists (
           select from holding h where h.lot_id = l.id and h.posted <> 0
             and split_part(h.account, '/', 2) = $4))
       order by l.id limit $5`,
      [material ?? null, depot ?? null, after ?? null, state ?? null, take + 1],
    );
    const page = found.slice(0, take).map(({ id }) => id);
    const last = page.at(-1);
    const lots = await this.details(page);
    return { lots, ...(found.length > take && last !== undefined ? { next: last } : {}) };
  }

  /** Refuses `lot-unknown`. */
  async get(id: string): Promise<LotDetail & LotActs> {
    const [lot] = await this.details([id]);
    if (!lot) throw lotUnknown();
    return { ...lot, ...(await this.acts(id)) };
  }

  private async details(ids: readonly string[]): Promise<LotDetail[]> {
    const { manager } = this.dataSource;
    const lots = await manager
      .createQueryBuilder(LotEntity, 'lot')
      .where('lot.id = any (:ids)', { ids })
      .orderBy('lot.id')
      .getMany();
    const rows = await manager.query<HoldingRow[]>(
      `select lot_id as lot, account, posted, pending_out as pending from holding
       where lot_id = any ($1::uuid[]) order by account collate "C"`,
      [ids],
    );
    const held = new Map<string, HoldingRow[]>(ids.map((id) => [id, []]));
    for (const row of rows) held.get(row.lot)?.push(row);
    return lots.map((lot) => toLotDetail(lot, held.get(lot.id) ?? []));
  }

  private async acts(lotId: string): Promise<LotActs> {
    const { manager } = this.dataSource;
    const newest = { where: { lotId }, order: { id: 'DESC' }, take: ACTS_MAX } as const;
    const moves = await manager.find(LotMoveEntity, newest);
    const objections = await manager.find(LotObjectionEntity, newest);
    const losses = await manager.find(LotLossEntity, newest);
    const massOf = (grams: bigint | null): ReturnType<typeof formatMass> | null =>
      grams === null ? null : formatMass(grams);
    return {
      moves: moves.map(({ id, fromDepot, toDepot, grams, arrivedGrams, ...move }) => ({
        ...{ id, from: fromDepot, to: toDepot, sentMass: formatMass(grams) },
        dispatchedOn: move.dispatchedOn,
        arrivedMass: massOf(arrivedGrams),
        ...{ arrivedOn: move.arrivedOn, reason: move.reason },
      })),
      objections: objections.map(({ id, state, statement, heldGrams, reason }) => ({
        ...{ id, state, statement, heldMass: massOf(heldGrams), reason },
      })),
      losses: losses.map(({ id, grams, reason, effectiveOn, confirmedBy }) => ({
        ...{ id, mass: formatMass(grams), reason, effectiveDate: effectiveOn },
        confirmed: confirmedBy !== null,
      })),
    };
  }
}

function toLotDetail(lot: LotEntity, holdings: readonly HoldingRow[]): LotDetail {
  const own = ownMass(lot);
  return {
    ...toLotResponse(lot),
    contribution: lot.contributionId,
    began: lot.entryId,
    ownGrossMass: formatMass(own.gross),
    ownContainedMass: formatMass(own.contained),
    places: holdings.flatMap(placesOf),
  };
}

/** What is there, and what of it is promised away; nothing where nothing is. */
function placesOf({ account, posted, pending }: HoldingRow): LotPlaceResponse[] {
  const { kind, depot, member } = parseAccountKey(account);
  const promised = BigInt(pending);
  const parts = [
    { state: kind, depot, member, grams: BigInt(posted) - promised },
    { state: 'reserve-earmarked', depot, member, grams: promised },
  ];
  return parts
    .filter(({ grams, state }) => grams > 0n && state !== 'outside')
    .map(({ grams, ...place }) => ({ ...place, mass: formatMass(grams) }));
}

export function lotUnknown(): DomainError {
  return new DomainError('not-found', 'lot-unknown', 'No lot has this identifier.');
}
