import { ApiPropertyOptional } from '@nestjs/swagger';
import { Matches, MaxLength } from 'class-validator';
import type { WireMass } from '#domain/quantity/mass';
import { CalendarDate, Code, Optional, PageSize } from '#platform/http/fields';

/** An entry by its UUID, or by its index in the log. */
const Entry = (): PropertyDecorator =>
  Matches(/^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|0|[1-9][0-9]{0,14})$/, {
    message: '$property must be the UUID of a log entry or its index',
  });

/** The point from which the books are looked at; without any part, now. */
export class AsOfQuery {
  @ApiPropertyOptional({ description: 'As the log had it up to and with this entry.' })
  @Optional()
  @Entry()
  asOfEntry?: string;

  @ApiPropertyOptional({ description: 'What counts up to and with this legal day.' })
  @Optional()
  @CalendarDate()
  asOfDate?: string;
}

export class AccountsQuery extends AsOfQuery {
  @ApiPropertyOptional({ example: 'cobalt' })
  @Optional()
  @Code('cobalt')
  material?: string;

  @ApiPropertyOptional({ description: 'The `next` of the page before.' })
  @Optional()
  @MaxLength(80)
  @Matches(/^[a-z0-9_]+\/[a-z-]+\/([A-Z]{3}|-)\/([A-Z0-9]{5}|-)$/, {
    message: 'after must be the next of the page before',
  })
  after?: string;

  @ApiPropertyOptional({ description: 'Accounts of a page, 1 to 1000; 500 by default.' })
  @Optional()
  @PageSize()
  limit?: string;
}

/** A period of the log, or a period of legal days; not both. */
export class StatementQuery {
  @ApiPropertyOptional({ description: 'First entry, included; the first of the log by default.' })
  @Optional()
  @Entry()
  fromEntry?: string;

  @ApiPropertyOptional({ description: 'Last entry, included; the newest by default.' })
  @Optional()
  @Entry()
  toEntry?: string;

  @ApiPropertyOptional({ description: 'First legal day, included.', example: '2025-01-01' })
  @Optional()
  @CalendarDate()
  fromDate?: string;

  @ApiPropertyOptional({ description: 'Last legal day, included.', example: '2025-12-31' })
  @Optional()
  @CalendarDate()
  toDate?: string;

  @ApiPropertyOptional({ description: 'The `next` of the page before, with the same period.' })
  @Optional()
  @Matches(/^([0-9]{4}-[0-9]{2}-[0-9]{2}\.)?[0-9]{1,9}-[0-9]{1,9}$/, {
    message: 'after must be the next of the page before',
  })
  after?: string;

  @ApiPropertyOptional({ description: 'Lines of a page, 1 to 1000; 100 by default.' })
  @Optional()
  @PageSize()
  limit?: string;
}

/**
 * An account at a point of the books. What is promised has no legal day: `pendingOut` and
 * `available` are null as of a date. `version` counts the postings that the account has had.
 */
export interface BalanceResponse {
  readonly account: string;
  readonly posted: WireMass;
  readonly pendingOut: WireMass | null;
  readonly available: WireMass | null;
  readonly version: string;
}

/** What one transfer did to the account. */
export interface StatementLine {
  readonly transfer: string;
  readonly entry: string;
  readonly recordedAt: string;
  readonly effectiveDate: string;
  readonly kind: string;
  /** The other account. */
  readonly counterpart: string;
  readonly lot: string | null;
  readonly reverses: string | null;
  /** Grams that came (or went, below zero), and what they make together with all before. */
  readonly change: WireMass;
  readonly balance: WireMass;
  /** How much more (or less) of the account is promised after it. */
  readonly promised: WireMass;
  readonly version: string;
}

/**
 * A page of a statement. `opening` and `closing` are those of the whole period: the opening
 * balance and the changes of all pages make the closing balance, also while the books go on.
 */
export interface StatementResponse {
  readonly account: string;
  readonly opening: WireMass;
  readonly closing: WireMass;
  readonly lines: readonly StatementLine[];
  readonly next: string | null;
}
