import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { NewestFirstQuery } from '#platform/http/newest-first.query';
import { assert } from '#domain/assert';
import { Public, Roles } from '#platform/auth/roles.decorator';
import type { Actor } from '#platform/database/command-context';
import { Reader } from '#platform/http/caller.decorator';
import { MEMBER_CODE_PIPE } from '#platform/http/code.pipe';
import { ObligationsQuery, type ObligationPage, type ReminderPage } from './obligations.dto';
import { ObligationsQueries } from './obligations.queries';

@ApiTags('pledges')
@Controller('v1')
export class ObligationsController {
  constructor(private readonly queries: ObligationsQueries) {}

  @Get('pledges/obligations')
  @Public()
  @ApiOperation({ summary: 'What is due by a day and not delivered, oldest first, by age.' })
  list(@Query() query: ObligationsQuery): Promise<ObligationPage> {
    return this.queries.list(query);
  }

  @Get('members/:code/reminders')
  @Roles('operator', 'administrator', 'auditor')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Of which instalments a member was reminded, newest first.' })
  reminders(
    @Reader() reader: Actor | null,
    @Param('code', MEMBER_CODE_PIPE) member: string,
    @Query() query: NewestFirstQuery,
  ): Promise<ReminderPage> {
    assert(reader, 'the route is closed to the public');
    return this.queries.reminders(reader, member, query);
  }
}
