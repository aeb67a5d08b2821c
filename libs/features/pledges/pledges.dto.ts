import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsOptional, ValidateNested } from 'class-validator';
import type { WireMass } from '#domain/quantity/mass';
import { CalendarDate, Code, Mass, MassDto, PlainText } from '#platform/http/fields';

export class InstalmentDto {
  @CalendarDate() dueDate: string;
  @Mass() quantity: MassDto;
}

export class NewPledgeRequest {
  @Code('cobalt') material: string;

  @ApiProperty({ type: [InstalmentDto], description: 'Dated parts in order of date, 1 to 60.' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(60)
  @ValidateNested({ each: true })
  @Type(() => InstalmentDto)
  instalments: InstalmentDto[];

  @ApiPropertyOptional()
  @IsOptional()
  @PlainText(500, 'assumed: 30 days of consumption')
  note?: string;
}

export interface PledgeResponse {
  readonly id: string;
  readonly member: string;
  readonly material: string;
  readonly state: string;
  readonly quantity: WireMass;
  readonly delivered: WireMass;
  readonly instalments: readonly { readonly dueDate: string; readonly quantity: WireMass }[];
  readonly note: string | null;
}

export interface PledgeAnswer extends PledgeResponse {
  readonly entry: string;
}
