import { ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayUnique, IsObject } from 'class-validator';
import type { SimulationInput, SimulationRecord } from '#domain/problem/simulate';
import type { Tier } from '#domain/release/trigger';
import {
  Count,
  Identifier,
  ListOf,
  Mass,
  MassDto,
  MemberCode,
  Nested,
  OneOf,
  Optional,
} from '#platform/http/fields';
import { READERS, type Readers } from './simulation.entity';

const TIERS: readonly Tier[] = ['none', 'selective', 'general', 'severe'];

/** A need in place of the one that was stated. */
export class AssumedNeedDto {
  @MemberCode() member: string;
  @Mass() need: MassDto;
  @Mass() essential: MassDto;
}

export class OverridesDto {
  /** Version of the release rule, in force or not. */
  @Optional() @Count() ruleVersion?: string;
  @Optional() @OneOf(TIERS) tier?: Tier;
  /** The most that is released in all, humanitarian buffer included. */
  @Optional() @Mass() releaseCap?: MassDto;

  @Optional()
  @ArrayUnique((assumed?: AssumedNeedDto) => assumed?.member)
  @ListOf(() => AssumedNeedDto, 0, 400)
  needs?: AssumedNeedDto[];
}

export class NewSimulationRequest {
  /** Live figures: those that a run of this disruption would freeze now. */
  @Optional() @Identifier() disruption?: string;
  /** What is assumed in place of live figures. */
  @Optional() @Nested(() => OverridesDto) overrides?: OverridesDto;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    description: 'Hypothetical figures in the form of `gmt divide`, masses in kilograms.',
    example: {
      kind: 'pipeline',
      horizon_days: 30,
      members: [
        {
          id: 'DEU',
          baseline_kg_per_day: '100',
          own_supply_kg_per_day: '40',
          essential_kg: 500,
          forms: ['co_metal'],
        },
      ],
      depots: [{ id: 'NLRTM', form: 'co_metal', unencumbered_kg: 2000 }],
    },
  })
  @Optional()
  @IsObject()
  hypothetical?: Record<string, unknown>;

  /** Who may read hypothetical figures: "own" member's users, if nothing is said, or "link". */
  @Optional() @OneOf(READERS) readers?: Readers;
}

export interface SimulationAnswer {
  /** Hexadecimal SHA-256 of the canonical text of the input. */
  readonly id: string;
  /** The permalink. */
  readonly path: string;
  readonly kind: 'live' | 'hypothetical';
  readonly readers: Readers;
  /** When this input was first simulated. */
  readonly firstAt: string;
}

export interface SimulationResponse extends SimulationAnswer {
  readonly input: SimulationInput;
  readonly record: SimulationRecord;
}
