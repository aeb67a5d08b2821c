import { ApiPropertyOptional, ApiProperty } from '@nestjs/swagger';
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
import type { WireMass } from '#domain/quantity/mass';
import {
  CalendarDate,
  Code,
  Count,
  Identifier,
  ListOf,
  Mass,
  MassDto,
  Optional,
  PageSize,
  PlainText,
  Unlocode,
} from '#platform/http/fields';
import type { LotResponse } from './lots.service';

/** Lots that one command may split off or merge. */
export const LOTS_AT_ONCE_MAX = 20;

export class SplitPartDto {
  /** Contained mass that the new lot takes. */
  @Mass() containedMass: MassDto;
  /** Whole packages that go with it. */
  @Optional() @Count() packageCount?: string;
}

export class SplitRequest {
  @ListOf(() => SplitPartDto, 1, LOTS_AT_ONCE_MAX) parts: SplitPartDto[];
}

export class MergeRequest {
  @ApiProperty({ type: [String], minItems: 2, maxItems: LOTS_AT_ONCE_MAX })
  @IsArray()
  @ArrayMinSize(2)
  @ArrayMaxSize(LOTS_AT_ONCE_MAX)
  @ArrayUnique()
  @IsString({ each: true })
  @MaxLength(36, { each: true })
  @Matches(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, {
    each: true,
    message: 'each lot must be a lower-case UUID',
  })
  lots: string[];
}

export class DispatchRequest {
  @Unlocode() toDepot: string;
  @CalendarDate() dispatchedOn: string;
}

export class ArrivalRequest {
  /** Contained mass that arrived. */
  @Mass() containedMass: MassDto;
  @CalendarDate() receivedOn: string;
  /** Why less arrived than was sent. */
  @Optional() @PlainText(500, 'Two drums leaked.') reason?: string;
}

export class ObjectionRequest {
  @PlainText(500, 'The assay certificate is of another lot.') statement: string;
}

export class HoldReleaseRequest {
  @PlainText(500, 'The certificate was found.') reason: string;
}

export class LossRequest {
  /** Contained mass that is gone. */
  @Mass() containedMass: MassDto;
  @PlainText(500, 'Water in the hall.') reason: string;
  /** The legal day of the loss. */
  @CalendarDate() effectiveDate: string;
}

/** Where grams of a lot can be, by the kind of account. */
export const LOT_PLACES = [
  'reserve-free',
  'reserve-earmarked',
  'reserve-hold',
  'in-transit',
  'released',
  'loss',
  'outside',
] as const;

export class LotsQuery {
  @ApiPropertyOptional()
  @Optional()
  @Code('cobalt')
  material?: string;

  @ApiPropertyOptional({ description: 'Where the lots are, or are on their way to.' })
  @Optional()
  @Unlocode()
  depot?: string;

  @ApiProperty({ enum: LOT_PLACES, required: false, description: 'Lots with grams there.' })
  @Optional()
  @IsIn(LOT_PLACES)
  state?: (typeof LOT_PLACES)[number];

  @ApiPropertyOptional({ description: 'Lots after this one: `next` of the page before.' })
  @Optional()
  @Identifier()
  after?: string;

  @ApiPropertyOptional({ description: 'At most this many, 1 to 1000; 100 by default.' })
  @Optional()
  @PageSize()
  limit?: string;
}

export class CustodyQuery {
  @ApiPropertyOptional({ description: 'Steps after this transfer: `next` of the page before.' })
  @Optional()
  @Identifier()
  after?: string;

  @ApiPropertyOptional({ description: 'At most this many, 1 to 1000; 1000 by default.' })
  @Optional()
  @PageSize()
  limit?: string;
}

/** Grams of a lot in one place; what a run has promised away counts as earmarked. */
export interface LotPlaceResponse {
  readonly state: string;
  readonly depot: string | null;
  readonly member: string | null;
  readonly mass: WireMass;
}

export interface LotDetail extends LotResponse {
  readonly contribution: string | null;
  /** The log entry in which it began. */
  readonly began: string;
  /** What did not go into other lots. */
  readonly ownGrossMass: WireMass;
  readonly ownContainedMass: WireMass;
  readonly places: readonly LotPlaceResponse[];
}

export interface LotPage {
  readonly lots: readonly LotDetail[];
  readonly next?: string;
}

/** What was done about a lot: under way, objected to, proposed as lost. */
export interface LotActs {
  readonly moves: readonly MoveResponse[];
  readonly objections: readonly ObjectionResponse[];
  readonly losses: readonly LossResponse[];
}

export interface MoveResponse {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly sentMass: WireMass;
  readonly dispatchedOn: string;
  readonly arrivedMass: WireMass | null;
  readonly arrivedOn: string | null;
  readonly reason: string | null;
}

export interface ObjectionResponse {
  readonly id: string;
  readonly state: string;
  readonly statement: string;
  readonly heldMass: WireMass | null;
  readonly reason: string | null;
}

export interface LossResponse {
  readonly id: string;
  readonly mass: WireMass;
  readonly reason: string;
  readonly effectiveDate: string;
  readonly confirmed: boolean;
}

/** One movement of a lot. */
export interface CustodyStep {
  readonly transfer: string;
  readonly entry: string;
  readonly entryKind: string;
  readonly recordedAt: string;
  readonly effectiveDate: string;
  readonly from: string;
  readonly to: string;
  readonly depot: string | null;
  readonly mass: WireMass;
  readonly role: string;
  readonly reason: string | null;
  /** Two different lots where one went into another. */
  readonly fromLot: string;
  readonly toLot: string;
}

export interface CustodyPage {
  readonly lot: string;
  readonly steps: readonly CustodyStep[];
  readonly next?: string;
}

/** Grams that went from one lot into another. */
export interface GenealogyStep {
  readonly from: string;
  readonly to: string;
  readonly mass: WireMass;
  readonly entry: string;
}

export interface GenealogyResponse {
  readonly lot: string;
  readonly ancestors: readonly GenealogyStep[];
  readonly descendants: readonly GenealogyStep[];
  /** Lots of this family that contributions brought. */
  readonly brought: readonly { readonly lot: string; readonly contribution: string }[];
  /** True when the family is larger than what is answered. */
  readonly truncated: boolean;
}

export interface LotsAnswer {
  readonly lots: readonly LotResponse[];
  readonly entry: string;
}

export interface LotActAnswer {
  readonly id: string;
  readonly lot: string;
  readonly entry: string;
}
