import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn } from 'class-validator';
import type { WireMass } from '#domain/quantity/mass';
import {
  CalendarDate,
  Code,
  Identifier,
  ListOf,
  Mass,
  MassDto,
  MemberCode,
  Optional,
  PageSize,
  PlainText,
} from '#platform/http/fields';

const STATES = ['draft', 'offered', 'accepted', 'fulfilled', 'withdrawn'] as const;

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

  @ApiPropertyOptional({ description: 'Kept to yourself, and promising nothing, until offered.' })
  @Optional()
  @IsBoolean()
  draft?: boolean;
}

export class AmendmentRequest {
  /** All dated parts as they would be, in order of date. */
  @ListOf(() => InstalmentDto, 1, 60) instalments: InstalmentDto[];
  @PlainText(500, 'The second shipment leaves a quarter later.') reason: string;
}

export class ReasonRequest {
  @PlainText(500, 'The refinery closed.') reason: string;
}

export class PledgesQuery {
  @ApiPropertyOptional()
  @Optional()
  @MemberCode()
  member?: string;

  @ApiPropertyOptional()
  @Optional()
  @Code('cobalt')
  material?: string;

  @ApiProperty({ enum: STATES, required: false, description: 'Drafts: those of your member.' })
  @Optional()
  @IsIn(STATES)
  state?: (typeof STATES)[number];

  @ApiPropertyOptional({ description: 'Pledges after this one: `next` of the page before.' })
  @Optional()
  @Identifier()
  after?: string;

  @ApiPropertyOptional({ description: 'At most this many, 1 to 1000; 1000 by default.' })
  @Optional()
  @PageSize()
  limit?: string;
}

/** Deliveries fill the first due first. `overdueSince` is there while something is overdue. */
export interface InstalmentResponse {
  readonly dueDate: string;
  readonly quantity: WireMass;
  readonly delivered: WireMass;
  readonly outstanding: WireMass;
  readonly overdueSince?: string;
}

export interface PledgeResponse {
  readonly id: string;
  readonly member: string;
  readonly material: string;
  readonly state: string;
  /** The revision in force, from "1". */
  readonly revision: string;
  readonly quantity: WireMass;
  readonly delivered: WireMass;
  readonly withdrawn: WireMass;
  readonly instalments: readonly InstalmentResponse[];
  readonly note: string | null;
}

export interface PledgePage {
  readonly pledges: readonly PledgeResponse[];
  /** For the query parameter `after`; left out on the last page. */
  readonly next?: string;
}

export interface PledgeAnswer extends PledgeResponse {
  readonly entry: string;
}

/** One schedule of a pledge with who proposed and decided it, when and why. */
export interface RevisionResponse {
  readonly id: string;
  readonly pledge: string;
  readonly revision: string;
  readonly act: string;
  readonly state: string;
  readonly quantity: WireMass;
  readonly instalments: readonly { readonly dueDate: string; readonly quantity: WireMass }[];
  readonly reason?: string;
  readonly proposedBy: string;
  readonly proposedAt: string;
  readonly decidedBy?: string;
  readonly decidedAt?: string;
  readonly answer?: string;
}

export interface RevisionAnswer extends RevisionResponse {
  readonly entry: string;
}
