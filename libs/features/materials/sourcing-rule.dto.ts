import { ApiProperty } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsString,
  Matches,
  MaxLength,
} from 'class-validator';
import { SOURCING_PARTS, type SourcingPart, type SourcingRule } from '#domain/books/sourcing';

export class NewSourcingRuleRequest {
  /** Codes of standards of which one must attest the origin; none asks for no attestation. */
  @ApiProperty({ type: [String], example: ['oecd_due_diligence'], maxItems: 20 })
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique()
  @IsString({ each: true })
  @MaxLength(40, { each: true })
  @Matches(/^[a-z][a-z0-9_]{1,39}$/, { each: true, message: 'each standard must be a code' })
  standards: string[];

  /** What the attestation must name. */
  @ApiProperty({ enum: SOURCING_PARTS, isArray: true, example: ['mine', 'country'] })
  @IsArray()
  @ArrayMaxSize(SOURCING_PARTS.length)
  @ArrayUnique()
  @IsIn(SOURCING_PARTS, { each: true })
  requires: SourcingPart[];
}

export interface SourcingRuleResponse extends SourcingRule {
  readonly state: string;
}

export interface SourcingRuleAnswer extends SourcingRuleResponse {
  readonly entry: string;
}
