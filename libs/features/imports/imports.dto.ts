import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsString, Matches } from 'class-validator';
import { DELIMITERS, type Delimiter } from '#platform/spreadsheet/csv-reader';
import { DECIMAL_MARKS, type DecimalMark } from '#platform/spreadsheet/decimal-mark';
import { ENCODINGS, type Encoding } from '#platform/spreadsheet/text-encoding';
import { Count, Identifier, OneOf, Optional, PlainText, Sha256 } from '#platform/http/fields';
import type { Detection } from './import-format';
import { KINDS, MODES, type KindName, type Mode } from './import.entity';

export class NewImportRequest {
  @OneOf(KINDS) kind: KindName;
  /** All rows or none, or the rows that are right. */
  @OneOf(MODES) mode: Mode;
  @PlainText(200, 'deliveries-2026-q2.csv') fileName: string;
  /** Bytes of the file. */
  @Count() size: string;
  /** SHA-256 of the file. */
  @Sha256() sha256: string;
}

const FORMAT = 'As detected when left out; must be said where the detection left it open.';

export class FormatRequest {
  @ApiProperty({ enum: ENCODINGS, required: false, description: FORMAT })
  @Optional()
  @IsIn(ENCODINGS)
  encoding?: Encoding;

  @ApiProperty({ enum: DELIMITERS, required: false, description: FORMAT })
  @Optional()
  @IsIn(DELIMITERS)
  delimiter?: Delimiter;

  @ApiProperty({ enum: DECIMAL_MARKS, required: false, description: FORMAT })
  @Optional()
  @IsIn(DECIMAL_MARKS)
  decimalMark?: DecimalMark;
}

export class PageQuery {
  @ApiPropertyOptional({ description: 'What comes after this one: `next` of the page before.' })
  @Optional()
  @Identifier()
  after?: string;
}

export class ErrorsQuery {
  @ApiPropertyOptional({ description: 'Errors after this place: `next` of the page before.' })
  @Optional()
  @IsString()
  @Matches(/^[0-9]{1,7}\.[0-9]{1,4}$/, { message: 'after must be a place such as "12.0"' })
  after?: string;
}

/** How far an import is. Counts are texts, as all figures are. */
export interface Progress {
  /** Rows of data in the file; null until it was read once. */
  readonly total: string | null;
  readonly read: string;
  readonly valid: string;
  readonly refused: string;
  readonly committed: string;
}

export interface ImportResponse {
  readonly id: string;
  readonly kind: string;
  readonly mode: string;
  readonly state: string;
  readonly member: string | null;
  readonly fileName: string;
  readonly fileType: string | null;
  readonly size: string;
  readonly sha256: string;
  readonly rows: Progress;
  readonly detected: Detection | null;
  readonly format: FormatRequest | null;
  /** Why it failed; null otherwise. */
  readonly problem: {
    readonly code: string;
    readonly detail: string;
    readonly facts: object;
  } | null;
  readonly openedAt: string;
  readonly settledAt: string | null;
}

export interface ImportAnswer extends ImportResponse {
  readonly entry: string;
}

export interface ImportErrorResponse {
  readonly row: string;
  readonly column: string | null;
  readonly code: string;
  readonly found: string;
  readonly expected: string;
}
