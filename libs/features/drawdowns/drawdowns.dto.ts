import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsObject, ValidateNested } from 'class-validator';
import type { WireMass } from '#domain/quantity/mass';
import {
  CalendarDate,
  Identifier,
  ListOf,
  Mass,
  MassDto,
  Nested,
  Optional,
  PlainText,
} from '#platform/http/fields';

export class NewDrawdownRequest {
  @ApiPropertyOptional({ type: MassDto, description: 'What is left of the award when left out.' })
  @Optional()
  @IsObject()
  @ValidateNested()
  @Type(() => MassDto)
  quantity?: MassDto;
}

/** Who carries it; left out where the member fetches it at the depots itself. */
export class TransportDto {
  @PlainText(200, 'Rhine Bulk Lines') carrier: string;
  @PlainText(100, 'CMR 4711') reference: string;
  @CalendarDate() departedOn: string;
  @CalendarDate() @Optional() expectedOn?: string;
}

export class ReleaseRequest {
  @Nested(() => TransportDto) @Optional() transport?: TransportDto;
}

/** What is missing or spoilt of one lot; what is left out is none. */
export class ReportLineDto {
  @Identifier() lot: string;
  @Mass() @Optional() short?: MassDto;
  @Mass() @Optional() damaged?: MassDto;
  @PlainText(1_000, 'Two drums were open and wet.') reason: string;
}

export class ReportRequest {
  @ListOf(() => ReportLineDto, 1, 1_000) lines: ReportLineDto[];
}

export class DrawdownReasonRequest {
  @PlainText(1_000, 'The carrier confirms it.') reason: string;
}

export class UseDto {
  @PlainText(200, 'Cathodes of vehicle batteries') purpose: string;
  @Mass() quantity: MassDto;
}

export class EndUseRequest {
  @ListOf(() => UseDto, 1, 50) uses: UseDto[];
  @PlainText(2_000, 'Sold to two makers of cells under licence; none was exported.')
  statement: string;
}

export interface DrawdownLineResponse {
  readonly position: string;
  readonly depot: string;
  readonly lot: string;
  readonly quantity: WireMass;
  readonly grossMass: WireMass;
  readonly packages: { readonly unit: string; readonly count: string } | null;
  readonly short: WireMass;
  readonly damaged: WireMass;
  readonly reason: string | null;
}

/** When each side signed, and over what; null until it did. */
export interface ReceiptResponse {
  readonly releasedAt: string | null;
  readonly collectedAt: string | null;
  readonly settledAt: string | null;
  readonly collected: WireMass;
  readonly lost: WireMass;
}

export interface DrawdownResponse {
  readonly id: string;
  readonly award: string;
  readonly member: string;
  readonly material: string;
  readonly quantity: WireMass;
  readonly state: string;
  readonly reason: string | null;
  readonly orderedAt: string;
  readonly transport: object | null;
  readonly receipt: ReceiptResponse;
  readonly endUseDue: string | null;
  readonly lines: readonly DrawdownLineResponse[];
}

export interface DrawdownAnswer extends DrawdownResponse {
  readonly entry: string;
}

export interface EndUseResponse {
  readonly drawdown: string;
  readonly member: string;
  readonly dueOn: string | null;
  readonly statedAt: string;
  readonly isLate: boolean;
  readonly uses: readonly { readonly purpose: string; readonly quantity: WireMass }[];
  readonly statement: string;
}
