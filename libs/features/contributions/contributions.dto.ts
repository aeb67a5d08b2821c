import { ApiPropertyOptional } from '@nestjs/swagger';
import { PACKAGE_UNITS, type Attestation } from '#domain/books/lot';
import type { WireMass } from '#domain/quantity/mass';
import {
  CalendarDate,
  Code,
  Count,
  Fraction,
  Mass,
  MassDto,
  MemberCode,
  Nested,
  OneOf,
  Optional,
  PlainText,
  Sha256,
  Unlocode,
} from '#platform/http/fields';
import type { LotResponse } from '#features/lots/lots.service';
import { TITLES, type Title } from './contribution.entity';

export class PackagesDto {
  /** UN/CEFACT Recommendation 21 code. */
  @OneOf(Object.keys(PACKAGE_UNITS)) unit: string;
  @Count() count: string;
}

/** Who vouches for the origin, and what the certificate names. */
export class ProvenanceDto implements Attestation {
  /** Code of the standard, as the material's sourcing rule has it. */
  @Code('oecd_due_diligence') standard: string;
  /** SHA-256 of the certificate. */
  @Sha256() certificate: string;
  @Optional() @PlainText(200, 'Mutanda') mine?: string;
  @Optional() @PlainText(200, 'Kokkola') refiner?: string;
  /** Country of origin, ISO 3166-1 alpha-3. */
  @Optional() @MemberCode() country?: string;
}

export class NewContributionRequest {
  @Code('co_metal') form: string;
  @Unlocode() depot: string;
  /** Mass that will be sent, as weighed by the sender. */
  @Mass() grossMass: MassDto;

  @ApiPropertyOptional({ description: "Measured mass fraction; the form's own when left out." })
  @Optional()
  @Fraction('0.2981')
  assay?: string;

  @Optional() @Nested(() => PackagesDto) packages?: PackagesDto;
  @Optional() @Nested(() => ProvenanceDto) provenance?: ProvenanceDto;
  /** Whose the material will be; the Trust's when left out. */
  @Optional() @OneOf(TITLES) titleWith?: Title;
  /** The day on which it is expected at the depot. */
  @CalendarDate() expectedOn: string;
}

/** What the depot found; what is left out stands as it was announced. */
export class ReceiptRequest {
  /** Mass as weighed at the depot. */
  @Mass() grossMass: MassDto;
  @Optional() @Fraction('0.2981') assay?: string;
  /** Half the width of the range that the assay certificate states, as a mass fraction. */
  @Optional() @Fraction('0.0005') assayUncertainty?: string;
  /** SHA-256 of the assay certificate. */
  @Optional() @Sha256() assayCertificate?: string;
  @Optional() @Nested(() => PackagesDto) packages?: PackagesDto;
  @Optional() @Nested(() => ProvenanceDto) provenance?: ProvenanceDto;
  @Optional() @PlainText(200, 'Dry, below 30 °C') storage?: string;
  /** The last day of its shelf life. */
  @Optional() @CalendarDate() bestBefore?: string;
  /** The legal day of delivery. */
  @CalendarDate() receivedOn: string;
}

export class RejectionRequest {
  @PlainText(500, 'Assay certificate does not match the drums.') reason: string;
}

export class ReversalRequest {
  @PlainText(500, 'The lot of another member was recorded.') reason: string;
}

/** What the member announced. */
export interface NoticeResponse {
  readonly form: string;
  readonly depot: string;
  readonly grossMass: WireMass;
  readonly assay: string;
  readonly containedMass: WireMass;
  readonly packages: { readonly unit: string; readonly count: string } | null;
  readonly provenance: Attestation | null;
  readonly titleWith: string;
  readonly expectedOn: string;
}

export interface ContributionResponse {
  readonly id: string;
  readonly pledge: string;
  readonly member: string;
  readonly material: string;
  readonly state: string;
  readonly effectiveDate: string;
  readonly reason: string | null;
  readonly notice: NoticeResponse;
  /** What came of it; null until it is received. */
  readonly lot: LotResponse | null;
}

export interface ReversalAnswer {
  readonly id: string;
  readonly contribution: string;
  readonly entry: string;
}

export interface ContributionAnswer extends ContributionResponse {
  readonly entry: string;
}
