import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public } from '#platform/auth/roles.decorator';
import type { Actor } from '#platform/database/command-context';
import { Reader } from '#platform/http/caller.decorator';
import { DeadlineLists } from './deadline-lists.service';
import { DeadlinesQuery, type DeadlinePage } from './deadlines.dto';

@ApiTags('deadlines')
@Controller('v1/deadlines')
export class DeadlinesController {
  constructor(private readonly deadlines: DeadlineLists) {}

  @Get()
  @Public()
  @ApiOperation({ summary: 'Steps with their deadlines, the earliest first, that you may see.' })
  list(@Reader() reader: Actor | null, @Query() query: DeadlinesQuery): Promise<DeadlinePage> {
    return this.deadlines.list(reader, query);
  }
}
