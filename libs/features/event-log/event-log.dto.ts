import { ApiPropertyOptional } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import { Optional } from '#platform/http/fields';

export class EntriesQuery {
  @ApiPropertyOptional({ description: 'First index, 0 by default.', example: '0' })
  @Optional()
  @Matches(/^(0|[1-9][0-9]{0,14})$/, { message: 'from must be a whole number' })
  from?: string;

  @ApiPropertyOptional({ description: 'At most this many entries, 1 to 500.', example: '100' })
  @Optional()
  @Matches(/^([1-9][0-9]?|[1-4][0-9]{2}|500)$/, { message: 'count must be 1 to 500' })
  count?: string;
}
