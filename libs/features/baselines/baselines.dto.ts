import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsString, Matches, MaxLength, ValidateIf } from 'class-validator';
import type { WireMass } from '#domain/quantity/mass';
import { CalendarDate, Code, Mass, MassDto, Optional, PlainText } from '#platform/http/fields';

export const QUALITIES = ['A', 'B', 'C', 'D'] as const;

/** A field that is given exactly when the figures are not withheld. */
const UnlessWithheld = (): PropertyDecorator =>
  ValidateIf((request: NewBaselineRequest) => request.withheld === undefined);

export class NewBaselineRequest {
  @Code('cobalt') material: string;

  @ApiProperty({ description: 'Calendar year.', example: '2023' })
  @IsString()
  @MaxLength(4)
  @Matches(/^(19|20|21)[0-9]{2}$/, { message: 'period must be a year such as "2023"' })
  period: string;

  @ApiPropertyOptional({ enum: QUALITIES, description: 'A published … D residual or proxy.' })
  @UnlessWithheld()
  @IsIn(QUALITIES)
  quality?: (typeof QUALITIES)[number];

  /** Apparent consumption in contained mass. */
  @UnlessWithheld() @Mass() consumption?: MassDto;
  /** Production at the consumed stage. */
  @UnlessWithheld() @Mass() production?: MassDto;
  /** The part of production that needs no feed from abroad. */
  @UnlessWithheld() @Mass() ownOre?: MassDto;
  @UnlessWithheld() @Mass() imports?: MassDto;
  @UnlessWithheld() @Mass() exports?: MassDto;
  /** Stocks held by the government. */
  @UnlessWithheld() @Mass() ownStocks?: MassDto;

  @PlainText(200, 'USGS_MCS2026') source: string;

  @ApiPropertyOptional({ description: 'True when a figure was not reported but assumed.' })
  @UnlessWithheld()
  @IsBoolean()
  assumed?: boolean;

  @ApiPropertyOptional({ description: 'Why the figures are withheld; then none is given.' })
  @Optional()
  @PlainText(500, 'Defence grounds, notice 2026/14 of the ministry')
  withheld?: string;

  @ApiPropertyOptional({ description: 'In force from this day; the day of recording by default.' })
  @Optional()
  @CalendarDate()
  effectiveDate?: string;
}

export class BaselinesQuery {
  @ApiPropertyOptional({ example: 'cobalt' })
  @Optional()
  @Code('cobalt')
  material?: string;

  @ApiPropertyOptional({
    enum: ['true', 'false'],
    description: 'Every revision in order of recording, rather than the newest of each year.',
  })
  @Optional()
  @IsIn(['true', 'false'])
  history?: 'true' | 'false';
}

interface BaselineHead {
  readonly id: string;
  readonly member: string;
  readonly material: string;
  readonly period: string;
  /** From "1", in the order of recording, within member, material and period. */
  readonly revision: string;
  readonly source: string;
  readonly effectiveDate: string;
  readonly recordedAt: string;
}

export interface BaselineFigures extends BaselineHead {
  readonly quality: string;
  readonly consumption: WireMass;
  readonly production: WireMass;
  readonly ownOre: WireMass;
  readonly imports: WireMass;
  readonly exports: WireMass;
  readonly ownStocks: WireMass;
  readonly assumed: boolean;
}

export interface BaselineWithheld extends BaselineHead {
  readonly withheld: { readonly reason: string };
}

export type BaselineResponse = BaselineFigures | BaselineWithheld;

export interface BaselineAnswer {
  readonly id: string;
  readonly entry: string;
}
