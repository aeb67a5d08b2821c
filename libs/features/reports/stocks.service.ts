import { Injectable } from '@nestjs/common';
import { DomainError } from '#domain/errors';
import { formatMass, type WireMass } from '#domain/quantity/mass';
import { coverOf, NOTHING_USED, type Cover } from '#domain/reports/days-of-cover';
import { WHOLE } from '#domain/reports/flows';
import { shownDays, shownPercent } from '#domain/reports/shown';
import {
  shareOfForms,
  shareOfUse,
  stockByForm,
  trendDays,
  type FormStock,
} from '#domain/reports/stock-report';
import type { Actor } from '#platform/database/command-context';
import { SnapshotReads, type Snapshot } from '#platform/database/snapshot-reads';
import { NationalFiguresService } from '#features/baselines/national-figures.service';
import { ReleaseRulesService } from '#features/release-rules/release-rules.service';
import { ReserveHistoryService, type AsOf } from '#features/reserves/reserve-history.service';
import { EntitledFigures, type Figures } from './entitled-figures';
import { Pool } from './pool';
import type {
  CoverReportResponse,
  CoverResponse,
  FormStockResponse,
  LevelResponse,
  MaterialStockResponse,
  StockQuery,
  StockReportResponse,
} from './reports.dto';

/** Ends of years that the stock report looks back to. */
const TREND_YEARS = 5;

/** How much is held, for whom, and how long it lasts. */
@Injectable()
export class StocksService {
  constructor(
    private readonly reads: SnapshotReads,
    private readonly history: ReserveHistoryService,
    private readonly figures: NationalFiguresService,
    private readonly releaseRules: ReleaseRulesService,
  ) {}

  /**
   * Days of cover of every member and of the Trust, for every material, or of those asked for.
   * Refuses `member-unknown` and `material-unknown`.
   */
  cover(reader: Actor | null, query: StockQuery): Promise<CoverReportResponse> {
    return this.reads.read(async (snapshot) => {
      const asOf = await this.asOf(snapshot, query.on);
      const { members, materials } = await subjects(snapshot, query);
      const pool = new Pool(await this.history.levels(snapshot, asOf, query.material));
      const figures = await this.entitled(snapshot, reader, asOf.day, query.material);
      const holders = query.member === undefined ? [...members, WHOLE] : members;
      const rows = holders.flatMap((holder) =>
        materials.map((material) =>
          coverRow(holder, material, pool, figuresOf(figures, holder, material, asOf.day)),
        ),
      );
      return { asOf: { ...asOf, readAt: snapshot.now }, rows };
    });
  }

  /**
   * What a member, or the Trust, holds of every material or of one: level and share of a year's
   * use at five ends of years and on the day, chemical form and purity, and the rule of release.
   * Refuses `member-unknown` and `material-unknown`.
   */
  stockReport(reader: Actor | null, query: StockQuery): Promise<StockReportResponse> {
    return this.reads.read(async (snapshot) => {
      const asOf = await this.asOf(snapshot, query.on);
      const { materials } = await subjects(snapshot, query);
      const holder = query.member ?? WHOLE;
      const days = trendDays(asOf.day, TREND_YEARS);
      const pools = new Map<string, Pool>();
      for (const day of days) {
        const levels = await this.history.levels(snapshot, { ...asOf, day }, query.material);
        pools.set(day, new Pool(levels));
      }
      const figures = await this.entitled(snapshot, reader, asOf.day, query.material);
      const held = await this.history.held(snapshot, asOf, query.material);
      const now = pools.get(asOf.day) ?? new Pool([]);
      const stocks = materials.map((material): MaterialStockResponse => {
        const forms = stockByForm(held.filter((lot) => lot.material === material));
        const own = holder === WHOLE ? forms : shareOfForms(forms, ...now.share(holder, material));
        const levels = [...pools].map(([day, pool]) =>
          levelRow(holder, material, day, pool, figuresOf(figures, holder, material, day)),
        );
        return { material, levels, forms: own.map(toFormStockResponse) };
      });
      const releaseRule = await this.releaseRules.named(snapshot);
      return { asOf: { ...asOf, readAt: snapshot.now }, holder, releaseRule, materials: stocks };
    });
  }

  private async asOf(snapshot: Snapshot, on: string | undefined): Promise<AsOf> {
    const logSize = await this.history.logSize(snapshot);
    return { logSize, day: on ?? snapshot.now.slice(0, 10) };
  }

  private async entitled(
    snapshot: Snapshot,
    reader: Actor | null,
    day: string,
    material: string | undefined,
  ): Promise<EntitledFigures> {
    return new EntitledFigures(reader, await this.figures.inForce(snapshot, day, material));
  }
}

function figuresOf(
  figures: EntitledFigures,
  holder: string,
  material: string,
  day: string,
): Figures {
  if (holder === WHOLE) return figures.ofAll(material, day);
  return figures.ofMember(holder, material, day);
}

/** The members and materials that are asked for, in ascending code. */
async function subjects(
  snapshot: Snapshot,
  { member, material }: StockQuery,
): Promise<{ members: string[]; materials: string[] }> {
  const members = await snapshot.query<{ code: string }>(
    'select code from member where $1::text is null or code = $1 order by code',
    [member ?? null],
  );
  const materials = await snapshot.query<{ code: string }>(
    'select code from material where $1::text is null or code = $1 order by code collate "C"',
    [material ?? null],
  );
  if (member !== undefined && members.length === 0) {
    throw new DomainError('not-found', 'member-unknown', 'No member has this code.');
  }
  if (material !== undefined && materials.length === 0) {
    throw new DomainError('not-found', 'material-unknown', 'No material has this code.');
  }
  return {
    members: members.map(({ code }) => code),
    materials: materials.map(({ code }) => code),
  };
}

const mass = (grams: bigint | null): WireMass | null => (grams === null ? null : formatMass(grams));

function coverRow(holder: string, material: string, pool: Pool, figures: Figures): CoverResponse {
  const inTrust = pool.held(holder, material);
  const head = { holder, material, inTrust: formatMass(inTrust) };
  if ('withheld' in figures) {
    const known = holder === WHOLE ? coverOf(inTrust, NOTHING_USED) : null;
    const noDays = { daysOfUse: null, daysOfNetImports: null, figures: null };
    return { ...head, ownStocks: null, ...stocksOf(known), ...noDays, withheld: figures.withheld };
  }
  const { use, ownStocks, shown } = figures.usable;
  const cover = coverOf((ownStocks ?? 0n) + inTrust, use);
  return {
    ...head,
    ownStocks: mass(ownStocks),
    ...stocksOf(cover),
    daysOfUse: cover.daysOfUse && shownDays(cover.daysOfUse),
    daysOfNetImports: cover.daysOfNetImports && shownDays(cover.daysOfNetImports),
    figures: shown,
    withheld: null,
  };
}

function stocksOf(cover: Cover | null): Pick<CoverResponse, 'stock' | 'unavailable' | 'available'> {
  return {
    stock: mass(cover?.stock ?? null),
    unavailable: mass(cover?.unavailable ?? null),
    available: mass(cover?.available ?? null),
  };
}

function levelRow(
  holder: string,
  material: string,
  day: string,
  pool: Pool,
  figures: Figures,
): LevelResponse {
  const inTrust = pool.held(holder, material);
  const head = { day, inTrust: formatMass(inTrust) };
  if ('withheld' in figures) {
    // All that the Trust holds is in the Trust; what a member holds beside it is not told.
    const stock = mass(holder === WHOLE ? inTrust : null);
    const nothing = { ownStocks: null, stock, yearlyUse: null, percentOfUse: null };
    return { ...head, ...nothing, figures: null, withheld: figures.withheld };
  }
  const { ownStocks, yearlyUse, shown } = figures.usable;
  const stock = (ownStocks ?? 0n) + inTrust;
  const share = shareOfUse(stock, yearlyUse);
  return {
    ...head,
    ownStocks: mass(ownStocks),
    stock: formatMass(stock),
    yearlyUse: formatMass(yearlyUse),
    percentOfUse: share && shownPercent(share),
    figures: shown,
    withheld: null,
  };
}

function toFormStockResponse(stock: FormStock): FormStockResponse {
  const { form, grams, assayMin, assayMean, assayMax } = stock;
  return {
    ...{ form, inTrust: formatMass(grams), assayMin },
    assayMean: shownPercent(assayMean),
    assayMax,
  };
}
