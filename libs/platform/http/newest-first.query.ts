import { ApiPropertyOptional } from '@nestjs/swagger';
import { Identifier, Optional, PageSize } from './fields';

/** A page of a list whose newest come first. */
export class NewestFirstQuery {
  @ApiPropertyOptional({ description: 'Those before this one: `next` of the page before.' })
  @Optional()
  @Identifier()
  before?: string;

  @ApiPropertyOptional({ description: 'At most this many, 1 to 1000; 100 by default.' })
  @Optional()
  @PageSize()
  limit?: string;
}
