import { ApiPropertyOptional } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import type { WireMass } from '#domain/quantity/mass';
import { CalendarDate, Code, MemberCode, Optional, PageSize } from '#platform/http/fields';

export class ObligationsQuery {
  @ApiPropertyOptional({ description: 'Due by this day; today by default.' })
  @Optional()
  @CalendarDate()
  dueBy?: string;

  @ApiPropertyOptional()
  @Optional()
  @MemberCode()
  member?: string;

  @ApiPropertyOptional()
  @Optional()
  @Code('cobalt')
  material?: string;

  @ApiPropertyOptional({
    description: 'Obligations after this one: `next` of the page before.',
    example: '2027-06-30/0195f3a0-0000-7000-8000-000000000000',
  })
  @Optional()
  @Matches(/^[0-9]{4}-(0[1-9]|1[0-2])-[0-3][0-9]\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, {
    message: 'after must be the `next` of a page, a day and an identifier',
  })
  after?: string;

  @ApiPropertyOptional({ description: 'At most this many, 1 to 1000; 100 by default.' })
  @Optional()
  @PageSize()
  limit?: string;
}

/** How long an obligation has been overdue, in days. */
export type Age = 'not-due' | '1-30' | '31-90' | 'over-90';

/** An instalment of which something is outstanding. */
export interface ObligationResponse {
  readonly pledge: string;
  readonly member: string;
  readonly material: string;
  readonly dueDate: string;
  readonly quantity: WireMass;
  readonly delivered: WireMass;
  readonly outstanding: WireMass;
  readonly age: Age;
  readonly overdueSince?: string;
}

/** What a member owes of a material, by age. */
export interface ObligationTotal {
  readonly member: string;
  readonly material: string;
  readonly outstanding: WireMass;
  readonly byAge: Readonly<Record<Age, WireMass>>;
}

export interface ObligationPage {
  readonly dueBy: string;
  readonly obligations: readonly ObligationResponse[];
  /** Over all pages; on the first page only. */
  readonly totals?: readonly ObligationTotal[];
  /** For the query parameter `after`; left out on the last page. */
  readonly next?: string;
}

export interface ReminderResponse {
  readonly id: string;
  readonly pledge: string;
  readonly material: string;
  readonly dueDate: string;
  readonly stage: string;
  /** As it was when the reminder was recorded. */
  readonly outstanding: WireMass;
  readonly recordedAt: string;
  readonly entry: string;
}

export interface ReminderPage {
  readonly reminders: readonly ReminderResponse[];
  /** For the query parameter `before`; left out on the last page. */
  readonly next?: string;
}
