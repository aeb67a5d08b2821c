import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsString, Matches, MaxLength } from 'class-validator';
import type { WireMass } from '#domain/quantity/mass';
import { Code, Mass, MassDto, Optional, PlainText } from '#platform/http/fields';

const QUALITIES = ['A', 'B', 'C', 'D'] as const;

export class NewBaselineRequest {
  @Code('cobalt') material: string;

  @ApiProperty({ description: 'Calendar year.', example: '2023' })
  @IsString()
  @MaxLength(4)
  @Matches(/^(19|20|21)[0-9]{2}$/, { message: 'period must be a year such as "2023"' })
  period: string;

  @ApiProperty({ enum: QUALITIES, description: 'A published … D residual or proxy.' })
  @IsIn(QUALITIES)
  quality: (typeof QUALITIES)[number];

  /** Apparent consumption in contained mass. */
  @Mass() consumption: MassDto;
  /** Production at the consumed stage. */
  @Mass() production: MassDto;
  /** The part of production that needs no feed from abroad. */
  @Mass() ownOre: MassDto;
  @Mass() imports: MassDto;
  @Mass() exports: MassDto;
  /** Stocks held by the government. */
  @Mass() ownStocks: MassDto;

  @PlainText(200, 'USGS_MCS2026') source: string;

  @ApiProperty({ description: 'True when a figure was not reported but assumed.' })
  @IsBoolean()
  assumed: boolean;
}

export class BaselinesQuery {
  @ApiPropertyOptional({ example: 'cobalt' })
  @Optional()
  @Code('cobalt')
  material?: string;
}

export interface BaselineResponse {
  readonly id: string;
  readonly member: string;
  readonly material: string;
  readonly period: string;
  readonly quality: string;
  readonly consumption: WireMass;
  readonly production: WireMass;
  readonly ownOre: WireMass;
  readonly imports: WireMass;
  readonly exports: WireMass;
  readonly ownStocks: WireMass;
  readonly source: string;
  readonly assumed: boolean;
}
