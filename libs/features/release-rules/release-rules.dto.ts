import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsObject } from 'class-validator';
import { DEFAULT_CLOCK, type ClockRecord } from '#domain/release/clock-parameters';
import { DEFAULT_PARAMETERS } from '#domain/release/parameters';
import { DEFAULT_QUORUMS, type QuorumsRecord } from '#domain/release/quorum';
import type { RuleParametersRecord } from '#domain/release/snapshot';
import { DEFAULT_TERMS, type TermsRecord } from '#domain/release/terms';
import { Optional, PlainText } from '#platform/http/fields';

export class NewReleaseRuleRequest {
  @PlainText(100, 'Standing rule') name: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'All parameters, each a text: ratios "p/q", days and grams as whole numbers.',
    example: DEFAULT_PARAMETERS,
  })
  @IsObject()
  parameters: Record<string, unknown>;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'The decision clock, in whole hours as text; what is left out is as shown.',
    example: DEFAULT_CLOCK,
  })
  @Optional()
  @IsObject()
  clock?: Record<string, unknown>;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    description: 'Who decides which act; by default one other administrator decides each.',
    example: DEFAULT_QUORUMS,
  })
  @Optional()
  @IsObject()
  quorums?: Record<string, unknown>;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'What is owed back, and when; what is left out is as shown.',
    example: DEFAULT_TERMS,
  })
  @Optional()
  @IsObject()
  terms?: Record<string, unknown>;
}

export class InForceRequest {
  /** Needed where several administrators decide. */
  @Optional() @PlainText(1_000, 'Decided by the board.') reason?: string;
}

export interface ReleaseRuleResponse {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly state: string;
  readonly parameters: RuleParametersRecord;
  readonly clock: ClockRecord;
  /** Absent where one other administrator decides every act. */
  readonly quorums?: QuorumsRecord;
  readonly terms: TermsRecord;
}

export interface ReleaseRuleAnswer extends ReleaseRuleResponse {
  readonly entry: string;
}
