import { ApiPropertyOptional } from '@nestjs/swagger';
import type { WireMass } from '#domain/quantity/mass';
import {
  CalendarDate,
  Code,
  ListOf,
  Mass,
  MassDto,
  Optional,
  PlainText,
} from '#platform/http/fields';

export class InstalmentDto {
  @CalendarDate() dueDate: string;
  @Mass() quantity: MassDto;
}

export class NewPledgeRequest {
  @Code('cobalt') material: string;

  /** Dated parts in order of date. */
  @ListOf(() => InstalmentDto, 1, 60) instalments: InstalmentDto[];

  @ApiPropertyOptional()
  @Optional()
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
