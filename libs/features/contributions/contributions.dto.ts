import { ApiPropertyOptional } from '@nestjs/swagger';
import type { WireMass } from '#domain/quantity/mass';
import {
  CalendarDate,
  Code,
  Fraction,
  Mass,
  MassDto,
  Optional,
  PlainText,
  Unlocode,
} from '#platform/http/fields';

export class NewContributionRequest {
  @Code('co_metal') form: string;
  @Unlocode() depot: string;
  /** Mass as weighed. */
  @Mass() grossMass: MassDto;

  @ApiPropertyOptional({ description: "Measured mass fraction; the form's own when left out." })
  @Optional()
  @Fraction('0.2981')
  assay?: string;

  /** The legal day of delivery. */
  @CalendarDate() effectiveDate: string;
}

export class RejectionRequest {
  @PlainText(500, 'Assay certificate does not match the drums.') reason: string;
}

export interface LotResponse {
  readonly id: string;
  readonly form: string;
  readonly depot: string;
  readonly grossMass: WireMass;
  readonly assay: string;
  readonly containedMass: WireMass;
}

export interface ContributionResponse {
  readonly id: string;
  readonly pledge: string;
  readonly member: string;
  readonly material: string;
  readonly state: string;
  readonly effectiveDate: string;
  readonly reason: string | null;
  readonly lot: LotResponse;
}

export interface ContributionAnswer extends ContributionResponse {
  readonly entry: string;
}
