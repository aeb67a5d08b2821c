import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsString, Matches, MaxLength } from 'class-validator';
import type { WireMass } from '#domain/quantity/mass';
import { OneOf, Optional, PlainText } from '#platform/http/fields';
import type { DeadlineResponse } from '#features/deadlines/deadline-lists.service';

export class DecisionRequest {
  @PlainText(1_000, 'Recomputed and found right.') reason: string;
}

export class VoteRequest extends DecisionRequest {
  @OneOf(['for', 'against']) side: 'for' | 'against';
}

export class AwardsQuery {
  @ApiPropertyOptional({ description: 'Identifier of a run.' })
  @Optional()
  @IsString()
  @MaxLength(36)
  @Matches(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, { message: 'run must be a UUID' })
  run?: string;
}

export interface AllocationRunResponse {
  readonly id: string;
  readonly disruption: string;
  readonly material: string;
  readonly state: string;
  readonly attempt: string;
  readonly snapshotDigest: string | null;
  readonly reason: string | null;
  readonly queuedAt: string;
  readonly proposedAt: string | null;
  readonly publishedAt: string | null;
}

export interface AllocationRunAnswer extends AllocationRunResponse {
  readonly entry: string;
}

export interface AwardResponse {
  readonly id: string;
  readonly run: string;
  readonly member: string;
  readonly material: string;
  readonly quantity: WireMass;
  readonly ordered: WireMass;
  readonly collected: WireMass;
  readonly waived: WireMass;
  readonly state: string;
}

/** A run as it is read by itself, and an award: with the steps that have or had a deadline. */
export interface TimedRun extends AllocationRunResponse {
  readonly deadlines: readonly DeadlineResponse[];
}

export interface TimedAward extends AwardResponse {
  readonly deadlines: readonly DeadlineResponse[];
}
