import { ApiPropertyOptional } from '@nestjs/swagger';
import type { WireMass } from '#domain/quantity/mass';
import { CalendarDate, Code, Optional } from '#platform/http/fields';

export class StandingQuery {
  @ApiPropertyOptional({ description: 'As if declared on this day; today by default.' })
  @Optional()
  @CalendarDate()
  declaredOn?: string;

  @ApiPropertyOptional()
  @Optional()
  @Code('cobalt')
  material?: string;
}

/** Vested masses and their ratio, exact and as a decimal to read; 0 while nothing has vested. */
export interface StandingFigures {
  readonly pledged: WireMass;
  readonly delivered: WireMass;
  readonly standing: string;
  readonly standingDecimal: string;
}

export interface MaterialStanding extends StandingFigures {
  readonly material: string;
  readonly pledges: readonly (StandingFigures & { readonly pledge: string })[];
}

export interface StandingResponse {
  readonly member: string;
  readonly declaredOn: string;
  /** The last day that counts: the rule's vesting days before the declaration. */
  readonly vestedBy: string;
  readonly rule: string;
  readonly materials: readonly MaterialStanding[];
}
