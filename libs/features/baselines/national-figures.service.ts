import { Injectable } from '@nestjs/common';
import type { Snapshot } from '#platform/database/snapshot-reads';

/** The newest revision of one member's figures for one material and year, in grams. */
export interface NationalFigures {
  readonly id: string;
  readonly member: string;
  readonly material: string;
  readonly period: string;
  /** Null where the member withholds its figures; then `figures` is null too. */
  readonly quality: string | null;
  readonly withheld: string | null;
  readonly figures: YearFigures | null;
}

export interface YearFigures {
  readonly consumption: bigint;
  readonly imports: bigint;
  readonly exports: bigint;
  readonly ownStocks: bigint;
}

type Row = Omit<NationalFigures, 'figures'> & {
  readonly [Name in 'consumption' | 'imports' | 'exports' | 'own_stocks']: string | null;
};

const IN_FORCE = `
  select distinct on (material, member, period)
         id, member, material, period, quality, withheld, consumption, imports, exports, own_stocks
  from baseline
  where effective_date <= $1::date and ($2::text is null or material = $2)
  order by material, member, period, id desc`;

/** National figures for reports; whoever reads them decides who may see them. */
@Injectable()
export class NationalFiguresService {
  /** In force on the day: by material, member and year, in ascending order. */
  async inForce(snapshot: Snapshot, day: string, material?: string): Promise<NationalFigures[]> {
    const rows = await snapshot.query<Row>(IN_FORCE, [day, material ?? null]);
    return rows.map(toNationalFigures);
  }
}

function toNationalFigures(row: Row): NationalFigures {
  const { id, member, material, period, quality, withheld } = row;
  const { consumption, imports, exports, own_stocks: ownStocks } = row;
  const given = { consumption, imports, exports, ownStocks };
  return { ...{ id, member, material, period, quality, withheld }, figures: inGrams(given) };
}

/** The database keeps all figures of a row or none. */
function inGrams(given: Readonly<Record<keyof YearFigures, string | null>>): YearFigures | null {
  const { consumption, imports, exports, ownStocks } = given;
  if (consumption === null || imports === null || exports === null || ownStocks === null) {
    return null;
  }
  return {
    consumption: BigInt(consumption),
    imports: BigInt(imports),
    exports: BigInt(exports),
    ownStocks: BigInt(ownStocks),
  };
}
