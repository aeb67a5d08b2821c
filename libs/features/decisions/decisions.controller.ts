import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public } from '#platform/auth/roles.decorator';
import { UuidPipe } from '#platform/http/uuid.pipe';
import type { ActResponse } from './decisions.dto';
import { DecisionsQueries } from './decisions.queries';

@ApiTags('decisions')
@Controller('v1/decisions')
export class DecisionsController {
  constructor(private readonly queries: DecisionsQueries) {}

  @Get(':id')
  @Public()
  @ApiOperation({ summary: 'Who decided what on a rule, disruption or run, and what it comes to.' })
  on(@Param('id', UuidPipe) subject: string): Promise<{ acts: ActResponse[] }> {
    return this.queries.on(subject);
  }
}
