import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { assert } from '#domain/assert';
import { free, type Attestation } from '#domain/books/lot';
import { formatMass, type WireMass } from '#domain/quantity/mass';
import type { Tx } from '#platform/database/tx';
import { insertRows } from '#platform/database/insert-rows';
import { UnitOfWork } from '#platform/database/unit-of-work';
import { LotBooks, requireAvailable } from './lot-books';
import { LotEntity } from './lot.entity';

/** A lot as anybody sees it; masses are those it began with. */
export interface LotResponse {
  readonly id: string;
  readonly material: string;
  readonly form: string;
  readonly depot: string;
  readonly grossMass: WireMass;
  readonly assay: string;
  readonly assayUncertainty: string | null;
  readonly assayCertificate: string | null;
  readonly containedMass: WireMass;
  readonly packages: { readonly unit: string; readonly count: string } | null;
  readonly provenance: readonly Attestation[];
  readonly storage: string | null;
  readonly bestBefore: string | null;
  readonly titleHolder: string | null;
  readonly receivedOn: string;
}

/** A lot that begins: the counts of what went into other lots are still zero. */
export type NewLot = Omit<LotEntity, 'grossOut' | 'containedOut' | 'packagesOut'>;

/** Identified material, wherever it is. */
@Injectable()
export class LotsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly books: LotBooks,
  ) {}

  async create(tx: Tx, lots: readonly NewLot[]): Promise<void> {
    const none = { grossOut: 0n, containedOut: 0n, packagesOut: 0n };
    const rows = lots.map((lot) => ({ ...lot, ...none }));
    await insertRows(tx, LotEntity, rows);
  }

  /** The lot that a contribution brought, locked, or null before it came. */
  broughtBy(tx: Tx, contributionId: string): Promise<LotEntity | null> {
    return tx.manager.findOne(LotEntity, {
      where: { contributionId },
      lock: { mode: 'pessimistic_write' },
    });
  }

  /**
   * The lot that a contribution brought, locked, while all of it is free where it came to. Refuses
   * `lot-not-free`.
   */
  async untouched(tx: Tx, contributionId: string): Promise<LotEntity> {
    const brought = await this.broughtBy(tx, contributionId);
    assert(brought, 'every contribution received has a lot');
    const open = await this.books.open(tx, brought.id);
    requireAvailable(open, free(brought.depot), brought.containedGrams);
    return open.lot;
  }

  /** The lots that contributions brought, by contribution. */
  async ofContributions(ids: readonly string[]): Promise<ReadonlyMap<string, LotResponse>> {
    const lots = await this.unitOfWork.read((manager) =>
      manager.findBy(LotEntity, { contributionId: In([...ids]) }),
    );
    return new Map(lots.map((lot) => [lot.contributionId ?? '', toLotResponse(lot)]));
  }
}

export function toLotResponse(lot: NewLot): LotResponse {
  const { packageUnit, packageCount } = lot;
  return {
    id: lot.id,
    material: lot.material,
    form: lot.form,
    depot: lot.depot,
    grossMass: formatMass(lot.grossGrams),
    assay: lot.assay,
    assayUncertainty: lot.assayUncertainty,
    assayCertificate: lot.assayCertificate,
    containedMass: formatMass(lot.containedGrams),
    packages: packageUnit === null ? null : { unit: packageUnit, count: `${packageCount}` },
    provenance: JSON.parse(lot.provenance) as Attestation[],
    storage: lot.storage,
    bestBefore: lot.bestBefore,
    titleHolder: lot.titleHolder,
    receivedOn: lot.receivedOn,
  };
}

/** The facts of a lot as a log body holds them; what is not known is left out. */
export function lotRecord(lot: NewLot): object {
  const { id, material, form, depot, assay, receivedOn } = lot;
  const known = (facts: Readonly<Record<string, string | null>>): object =>
    Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null));
  return {
    ...{ id, material, form, depot, assay, receivedOn },
    grossGrams: lot.grossGrams.toString(),
    grams: lot.containedGrams.toString(),
    provenance: JSON.parse(lot.provenance) as Attestation[],
    ...known({
      assayUncertainty: lot.assayUncertainty,
      assayCertificate: lot.assayCertificate,
      packageUnit: lot.packageUnit,
      packageCount: lot.packageCount?.toString() ?? null,
      storage: lot.storage,
      bestBefore: lot.bestBefore,
      titleHolder: lot.titleHolder,
    }),
  };
}
