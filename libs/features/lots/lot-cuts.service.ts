import { Injectable } from '@nestjs/common';
import { DomainError } from '#domain/errors';
import { free, movement, splitMass, type Attestation, type LotMass } from '#domain/books/lot';
import { mergeLots, type MergePart } from '#domain/books/lot-merge';
import type { Transfer } from '#domain/books/transfer';
import { canonicalJson } from '#domain/log/canonical-json';
import type { CommandContext } from '#platform/database/command-context';
import type { Tx } from '#platform/database/tx';
import { UnitOfWork } from '#platform/database/unit-of-work';
import { positiveMassAt } from '#platform/http/mass-at';
import { availableIn, LotBooks, ownMass, requireAvailable, type OpenLot } from './lot-books';
import { LotEntity } from './lot.entity';
import type { LotsAnswer, MergeRequest, SplitPartDto, SplitRequest } from './lots.dto';
import { lotRecord, LotsService, toLotResponse, type NewLot } from './lots.service';

/** Makes lots of lots, to the gram. Only what is free: what is on hold stays as it was found. */
@Injectable()
export class LotCutsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly lots: LotsService,
    private readonly books: LotBooks,
  ) {}

  /**
   * Splits parts off a lot; what is not named stays with it. Gross mass goes in proportion.
   * Refuses `lot-unknown`, `mass-zero`, `lot-not-free` and `packages-exceed-lot`.
   */
  split(ctx: CommandContext, id: string, request: SplitRequest): Promise<LotsAnswer> {
    return this.unitOfWork.run(ctx, async (tx) => {
      const open = await this.books.open(tx, id);
      const { lot } = open;
      const grams = request.parts.map(({ containedMass }, index) =>
        positiveMassAt(`/parts/${index}/containedMass`, containedMass),
      );
      requireAvailable(open, free(lot.depot), sum(grams), '/parts');
      const counts = packageCounts(lot, request.parts);
      const masses = splitMass(ownMass(lot), grams);
      const entryId = tx.newId();
      const made = masses.map((mass, index) =>
        partOf(lot, { id: tx.newId(), entryId }, mass, counts[index] ?? null),
      );
      await this.takeOut(tx, lot, masses, sum(counts.map((count) => count ?? 0n)));
      await this.lots.create(tx, made);
      const transfers = made.map((part) => intoLot(tx, lot, part, part.containedGrams));
      const details = { lot: id, lots: made.map(lotRecord) };
      await this.books.book(tx, ctx, 'lot-split', transfers, details, { id: entryId });
      return { lots: made.map(toLotResponse), entry: entryId };
    });
  }

  /**
   * Makes one lot of all that is free of several lots that are alike. Refuses `lot-unknown`,
   * `lot-not-free`, `lots-not-alike` and `provenance-too-long`.
   */
  merge(ctx: CommandContext, request: MergeRequest): Promise<LotsAnswer> {
    return this.unitOfWork.run(ctx, async (tx) => {
      const opened = await this.books.openAll(tx, request.lots);
      const parts = opened.map(mergePart);
      const merged = mergeLots(parts);
      const entryId = tx.newId();
      const { mass, packages, provenance, ...facts } = merged;
      const made: NewLot = {
        ...facts,
        ...{ id: tx.newId(), entryId, contributionId: null },
        ...{ grossGrams: mass.gross, containedGrams: mass.contained },
        ...{ assayUncertainty: null, assayCertificate: null },
        packageUnit: packages?.unit ?? null,
        packageCount: packages?.count ?? null,
        provenance: canonicalJson(provenance),
      };
      await this.lots.create(tx, [made]);
      const transfers: Transfer[] = [];
      for (const [index, { lot }] of opened.entries()) {
        const part = parts[index] as MergePart;
        await this.takeOut(tx, lot, [part.mass], part.packages?.count ?? 0n);
        transfers.push(intoLot(tx, lot, made, part.mass.contained));
      }
      const details = { lots: request.lots, lot: lotRecord(made) };
      await this.books.book(tx, ctx, 'lots-merged', transfers, details, { id: entryId });
      return { lots: [toLotResponse(made)], entry: entryId };
    });
  }

  /** Counts what goes into other lots. */
  private async takeOut(
    tx: Tx,
    lot: LotEntity,
    masses: readonly LotMass[],
    packages: bigint,
  ): Promise<void> {
    const change = {
      grossOut: lot.grossOut + sum(masses.map(({ gross }) => gross)),
      containedOut: lot.containedOut + sum(masses.map(({ contained }) => contained)),
      packagesOut: lot.packagesOut + packages,
    };
    await tx.manager.update(LotEntity, { id: lot.id }, change);
  }
}

function sum(values: readonly bigint[]): bigint {
  return values.reduce((total, value) => total + value, 0n);
}

/** Whole packages of each part, where the request names them. */
function packageCounts(lot: LotEntity, parts: readonly SplitPartDto[]): (bigint | null)[] {
  const counts = parts.map(({ packageCount }) =>
    packageCount === undefined ? null : BigInt(packageCount),
  );
  const left = (lot.packageCount ?? 0n) - lot.packagesOut;
  const asked = sum(counts.map((count) => count ?? 0n));
  if (asked <= left) return counts;
  throw new DomainError(
    'rule',
    'packages-exceed-lot',
    `The lot has ${left} packages left; ${asked} were to go into its parts.`,
    { pointer: '/parts', packagesLeft: `${left}`, packagesAsked: `${asked}` },
  );
}

/** A part has all the facts of the lot it is of: it is the same material. */
function partOf(
  { grossOut: _gross, containedOut: _contained, packagesOut: _packages, ...facts }: LotEntity,
  born: Pick<NewLot, 'id' | 'entryId'>,
  mass: LotMass,
  packages: bigint | null,
): NewLot {
  return {
    ...facts,
    ...born,
    contributionId: null,
    grossGrams: mass.gross,
    containedGrams: mass.contained,
    packageUnit: packages === null ? null : facts.packageUnit,
    packageCount: packages,
  };
}

/** What a lot brings into a merge: all that is free of it. */
function mergePart(open: OpenLot, index: number): MergePart {
  const { lot } = open;
  requireAvailable(open, free(lot.depot), 1n, `/lots/${index}`);
  const taken = availableIn(open, free(lot.depot));
  const own = ownMass(lot);
  const [mass] = splitMass(own, [taken]) as [LotMass];
  const count = (lot.packageCount ?? 0n) - lot.packagesOut;
  const whole = taken === own.contained && lot.packageUnit !== null && count > 0n;
  const { id, material, form, depot, titleHolder, storage, bestBefore, receivedOn } = lot;
  return {
    ...{ id, material, form, depot, titleHolder, storage, bestBefore, receivedOn, mass },
    packages: whole ? { unit: lot.packageUnit ?? '', count } : null,
    provenance: JSON.parse(lot.provenance) as Attestation[],
  };
}

function intoLot(tx: Tx, lot: LotEntity, made: NewLot, grams: bigint): Transfer {
  const place = free(lot.depot);
  const moved = movement(tx.newId(), lot, { from: place, to: place }, grams, tx.today());
  return { ...moved, toLot: made.id };
}
