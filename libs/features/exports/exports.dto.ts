import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsString, Matches, MaxLength } from 'class-validator';
import { CalendarDate, Code, MemberCode, Optional } from '#platform/http/fields';

/** Which rows; a dataset refuses a filter that means nothing for it. */
export class ExportQuery {
  @ApiPropertyOptional({ example: 'DEU' })
  @Optional()
  @MemberCode()
  member?: string;

  @ApiPropertyOptional({ example: 'cobalt' })
  @Optional()
  @Code('cobalt')
  material?: string;

  @ApiPropertyOptional({ example: 'cobalt/reserve-free/-/NLRTM' })
  @Optional()
  @IsString()
  @MaxLength(80)
  @Matches(/^[a-z0-9_]+\/[a-z-]+\/([A-Z]{3}|-)\/([A-Z0-9]{5}|-)$/, {
    message: 'account must be a key such as "cobalt/reserve-free/-/NLRTM"',
  })
  account?: string;

  @ApiPropertyOptional({ description: 'First day, included.', example: '2025-01-01' })
  @Optional()
  @CalendarDate()
  from?: string;

  @ApiPropertyOptional({ description: 'Last day, included.', example: '2025-12-31' })
  @Optional()
  @CalendarDate()
  to?: string;
}
