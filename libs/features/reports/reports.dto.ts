import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsString, Matches, MaxLength } from 'class-validator';
import type { WireMass } from '#domain/quantity/mass';
import type { Shown } from '#domain/reports/shown';
import { CalendarDate, Code, MemberCode, Optional } from '#platform/http/fields';

/** Whose stock, of what, at the end of which day. */
export class StockQuery {
  @ApiPropertyOptional({ description: 'One member; the Trust when left out.', example: 'DEU' })
  @Optional()
  @MemberCode()
  member?: string;

  @ApiPropertyOptional({ example: 'cobalt' })
  @Optional()
  @Code('cobalt')
  material?: string;

  @ApiPropertyOptional({ description: 'By effective day; today when left out.' })
  @Optional()
  @CalendarDate()
  on?: string;
}

const Month = (): PropertyDecorator => (target, name) => {
  const message = '$property must be a month such as "2025-02"';
  Matches(/^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])$/, { message })(target, name);
  MaxLength(7)(target, name);
  IsString()(target, name);
};

export class MonthlyQuery {
  @ApiPropertyOptional({ description: 'Country of a depot, or GMT for the whole.', example: 'NLD' })
  @Optional()
  @MemberCode()
  area?: string;

  @ApiPropertyOptional({ example: 'cobalt' })
  @Optional()
  @Code('cobalt')
  material?: string;

  @ApiPropertyOptional({ description: 'First month; a year before the last when left out.' })
  @Optional()
  @Month()
  from?: string;

  @ApiPropertyOptional({ description: 'Last month; the last that has ended when left out.' })
  @Optional()
  @Month()
  to?: string;
}

/** What the figures rest on: the log's first `logSize` entries, by their effective days. */
export interface AsOfResponse {
  readonly logSize: string;
  /** The last effective day that counts. */
  readonly day: string;
  readonly readAt: string;
}

/** Why figures are not shown. */
export interface Withheld {
  readonly code: 'confidential' | 'withheld' | 'not-recorded';
  readonly reason: string;
}

/** `holder` is a member, or `GMT` for the Trust. What is not told is null. */
export interface CoverResponse {
  readonly holder: string;
  readonly material: string;
  readonly ownStocks: WireMass | null;
  readonly inTrust: WireMass;
  readonly stock: WireMass | null;
  readonly unavailable: WireMass | null;
  readonly available: WireMass | null;
  readonly daysOfUse: Shown | null;
  readonly daysOfNetImports: Shown | null;
  readonly figures: FiguresResponse | null;
  readonly withheld: Withheld | null;
}

/** The national figures that were used: a member's baseline, or how many members' together. */
export interface FiguresResponse {
  readonly period: string | null;
  readonly quality: string | null;
  readonly baseline: string | null;
  readonly membersCounted: string | null;
}

export interface LevelResponse {
  readonly day: string;
  readonly ownStocks: WireMass | null;
  readonly inTrust: WireMass;
  readonly stock: WireMass | null;
  readonly yearlyUse: WireMass | null;
  readonly percentOfUse: Shown | null;
  readonly figures: FiguresResponse | null;
  readonly withheld: Withheld | null;
}

export interface FormStockResponse {
  readonly form: string;
  readonly inTrust: WireMass;
  readonly assayMin: string;
  readonly assayMean: Shown;
  readonly assayMax: string;
}

export interface MaterialStockResponse {
  readonly material: string;
  /** Five ends of years and the day itself. */
  readonly levels: readonly LevelResponse[];
  /** What is in the Trust on the day, by chemical form and purity. */
  readonly forms: readonly FormStockResponse[];
}

export interface CoverReportResponse {
  readonly asOf: AsOfResponse;
  readonly rows: readonly CoverResponse[];
}

export interface StockReportResponse {
  readonly asOf: AsOfResponse;
  readonly holder: string;
  /** By which stocks are released and divided. */
  readonly releaseRule: { readonly name: string; readonly version: string } | null;
  readonly materials: readonly MaterialStockResponse[];
}

export interface MonthlyRowResponse {
  readonly area: string;
  readonly period: string;
  readonly product: string;
  readonly flow: string;
  readonly unit: string;
  readonly value: string;
  readonly assessment: string;
}

export interface MonthlyReportResponse {
  readonly asOf: AsOfResponse;
  readonly rows: readonly MonthlyRowResponse[];
}
