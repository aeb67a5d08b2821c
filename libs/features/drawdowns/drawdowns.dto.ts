import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsObject, ValidateNested } from 'class-validator';
import type { WireMass } from '#domain/quantity/mass';
import { MassDto, Optional } from '#platform/http/fields';

export class NewDrawdownRequest {
  @ApiPropertyOptional({ type: MassDto, description: 'What is left of the award when left out.' })
  @Optional()
  @IsObject()
  @ValidateNested()
  @Type(() => MassDto)
  quantity?: MassDto;
}

export interface DrawdownLineResponse {
  readonly depot: string;
  readonly lot: string;
  readonly quantity: WireMass;
}

export interface DrawdownResponse {
  readonly id: string;
  readonly award: string;
  readonly member: string;
  readonly material: string;
  readonly quantity: WireMass;
  readonly state: string;
  readonly lines: readonly DrawdownLineResponse[];
}

export interface DrawdownAnswer extends DrawdownResponse {
  readonly entry: string;
}
