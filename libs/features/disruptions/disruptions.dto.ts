import type { DeadlineResponse } from '#features/deadlines/deadline-lists.service';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayUnique, IsString, Matches, MaxLength } from 'class-validator';
import {
  CalendarDate,
  Code,
  ListOf,
  MemberCode,
  Optional,
  PlainText,
  Share,
} from '#platform/http/fields';

/** What share of a member's supply comes from the supplier, where it is measured. */
export class OriginDto {
  @MemberCode() member: string;
  @Share('3/20') share: string;
}

export class SupplierDto {
  @MemberCode() member: string;
  /** Fraction of its exports that fails, in [0, 1]. */
  @Share('1') lossFraction: string;
  /** Its share of world supply, for members without a measured share. */
  @Share('113/151') worldShare: string;

  @ArrayUnique((origin?: OriginDto) => origin?.member)
  @ListOf(() => OriginDto, 0, 400)
  origins: OriginDto[];
}

export class EvidenceDto {
  @PlainText(200, 'USGS MCS 2026 cobalt') title: string;

  @ApiProperty({ example: 'https://pubs.usgs.gov/periodicals/mcs2026/mcs2026-cobalt.pdf' })
  @IsString()
  @MaxLength(500)
  @Matches(/^https:\/\/[^\s\p{C}]+$/u, { message: 'url must be an https address' })
  url: string;
}

export class NewDisruptionRequest {
  @ApiProperty({ example: 'COD-CO-2025' })
  @IsString()
  @MaxLength(40)
  @Matches(/^[A-Z][A-Z0-9-]{2,39}$/, { message: 'reference must be capitals, digits and "-"' })
  reference: string;

  @PlainText(200, 'DRC cobalt export suspension') title: string;
  @Code('cobalt') material: string;
  @PlainText(1_000, 'Export suspension by decree') cause: string;
  @CalendarDate() startsOn: string;

  @ApiPropertyOptional()
  @Optional()
  @CalendarDate()
  endsOn?: string;

  @ArrayUnique((supplier?: SupplierDto) => supplier?.member)
  @ListOf(() => SupplierDto, 1, 20)
  suppliers: SupplierDto[];

  @ListOf(() => EvidenceDto, 0, 50) evidence: EvidenceDto[];
}

export class DeclarationRequest {
  /** The legal day of the declaration. */
  @CalendarDate() declaredOn: string;
  /** Needed where several administrators decide. */
  @Optional() @PlainText(1_000, 'Exports have stopped.') reason?: string;
}

export interface DisruptionResponse {
  readonly id: string;
  readonly reference: string;
  readonly title: string;
  readonly material: string;
  readonly cause: string;
  readonly state: string;
  readonly startsOn: string;
  readonly endsOn: string | null;
  readonly declaredOn: string | null;
  /** When it was written down: figures and deliveries recorded later change nothing in it. */
  readonly declaredAt: string | null;
  readonly suppliers: readonly SupplierDto[];
  readonly evidence: readonly EvidenceDto[];
}

/** As it is read: with every step that has or had a deadline. */
export interface TimedDisruption extends DisruptionResponse {
  readonly deadlines: readonly DeadlineResponse[];
}

export interface DisruptionAnswer extends DisruptionResponse {
  readonly entry: string;
}
