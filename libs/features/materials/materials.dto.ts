import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsString,
  Matches,
  MaxLength,
} from 'class-validator';
import { FORMULA_LENGTH_MAX } from '#domain/quantity/formula';
import { Code, Fraction, Optional, PlainText } from '#platform/http/fields';

const KINDS = ['stoichiometric', 'grade', 'mixture'] as const;

export class NewMaterialRequest {
  @Code('cobalt') code: string;
  @PlainText(60, 'Cobalt') name: string;
  @PlainText(20, 'Co') symbol: string;
}

export class NewFormRequest {
  @Code('co_metal') code: string;
  @PlainText(100, 'Cobalt metal') name: string;
  /** Mass of the material in a unit mass of the form. */
  @Fraction('0.999') containedFraction: string;

  @ApiProperty({ enum: KINDS })
  @IsIn(KINDS)
  fractionKind: (typeof KINDS)[number];

  @ApiPropertyOptional({ description: 'Of a stoichiometric form, and of no other.' })
  @Optional()
  @PlainText(FORMULA_LENGTH_MAX, 'CoSO4·7H2O')
  formula?: string;

  @ApiProperty({ description: 'HS 2022 subheading.', example: '810520' })
  @IsString()
  @MaxLength(6)
  @Matches(/^[0-9]{6}$/, { message: 'hsCode must be six digits' })
  hsCode: string;
}

export class UsableFormsRequest {
  @ApiProperty({ type: [String], example: ['co_metal'] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @ArrayUnique()
  @IsString({ each: true })
  @MaxLength(40, { each: true })
  @Matches(/^[a-z][a-z0-9_]{1,39}$/, { each: true, message: 'each form must be a form code' })
  forms: string[];

  /** How it was verified. */
  @PlainText(500, 'assumed: refiners take intermediates') basis: string;
}

export interface FormResponse {
  readonly code: string;
  readonly name: string;
  readonly containedFraction: string;
  readonly fractionKind: string;
  /** Of a stoichiometric form. */
  readonly formula?: string;
  readonly hsCode: string;
}

export interface MaterialResponse {
  readonly code: string;
  readonly name: string;
  readonly symbol: string;
  readonly forms: readonly FormResponse[];
}

export interface EntryResponse {
  readonly entry: string;
}
