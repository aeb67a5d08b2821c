import { Injectable } from '@nestjs/common';
import { loadOf, pickLots, type PickableLot, type PickList } from '#domain/books/pick-list';
import type { Tx } from '#platform/database/tx';
import { AwardsService, type AwardToDraw } from '#features/allocations/awards.service';
import { ReservesService } from '#features/reserves/reserves.service';
import type { DrawdownLineEntity } from './drawdown.entity';

interface LotFacts {
  readonly id: string;
  readonly gross: string;
  readonly contained: string;
  readonly unit: string | null;
  readonly packages: string;
  readonly best_before: string | null;
}

/** What is in the lot's name, and in how many packages. */
const LOTS = `
  select id, gross_grams - gross_out as gross, contained_grams - contained_out as contained,
    package_unit as unit, coalesce(package_count, 0) - packages_out as packages,
    to_char(best_before, 'YYYY-MM-DD') as best_before
  from lot where id = any ($1::uuid[])`;

/** Which lots a release order takes. */
@Injectable()
export class PickListsService {
  constructor(
    private readonly awards: AwardsService,
    private readonly reserves: ReservesService,
  ) {}

  /** The lots of an order of `grams`; refuses `award-not-covered`. */
  async pick(tx: Tx, award: AwardToDraw, grams: bigint): Promise<PickList> {
    const earmarked = await this.awards.earmarksLeft(tx, award);
    const covered = earmarked.reduce((sum, one) => sum + one.grams, 0n);
    const free = covered >= grams ? [] : await this.substitutes(tx, award);
    return pickLots(earmarked, free, grams);
  }

  /** The lines of a pick list with what each weighs and how it is packed. */
  async lines(tx: Tx, drawdownId: string, list: PickList): Promise<DrawdownLineEntity[]> {
    const facts = await this.factsOf(
      tx,
      list.picks.map(({ lot }) => lot),
    );
    return list.picks.map(({ lot, depot, grams }, index) => {
      const { gross, contained, unit, packages } = facts.get(lot) as LotFacts;
      const whole = { gross: BigInt(gross), contained: BigInt(contained) };
      const load = loadOf(grams, whole, unit === null ? null : BigInt(packages));
      return {
        ...{ drawdownId, lotId: lot, position: index + 1, depot, grams },
        grossGrams: load.gross,
        packageUnit: load.packages === null ? null : unit,
        packageCount: load.packages,
        ...{ short: 0n, damaged: 0n, reason: null },
      };
    });
  }

  /** Free lots in a form that the member uses. */
  private async substitutes(tx: Tx, award: AwardToDraw): Promise<PickableLot[]> {
    // Two orders that looked at the same time would choose the same grams.
    await tx.query('select from lot where material = $1 order by id for update', [award.material]);
    const forms = await this.awards.usableForms(tx, award);
    const lots = await this.reserves.freeLots(tx, award.material);
    const usable = lots.filter(({ form }) => forms.includes(form));
    const facts = await this.factsOf(
      tx,
      usable.map(({ lot }) => lot),
    );
    return usable.map(({ lot, depot, grams }) => {
      return { lot, depot, grams, bestBefore: facts.get(lot)?.best_before ?? null };
    });
  }

  private async factsOf(tx: Tx, lots: readonly string[]): Promise<ReadonlyMap<string, LotFacts>> {
    const rows = await tx.query<LotFacts>(LOTS, [lots]);
    return new Map(rows.map((row) => [row.id, row]));
  }
}
