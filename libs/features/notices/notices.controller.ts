import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { assert } from '#domain/assert';
import { Roles } from '#platform/auth/roles.decorator';
import type { Actor, CommandContext } from '#platform/database/command-context';
import { Caller, Reader } from '#platform/http/caller.decorator';
import { Inbox } from './inbox.service';
import { NoticesQuery, ReadRequest, type NoticePage } from './notices.dto';

@ApiTags('notices')
@ApiBearerAuth()
@Controller('v1/notices')
export class NoticesController {
  constructor(private readonly inbox: Inbox) {}

  @Get()
  @Roles('operator', 'administrator')
  @ApiOperation({ summary: "Your member's notices, or the Trust's, newest first." })
  list(@Reader() reader: Actor | null, @Query() query: NoticesQuery): Promise<NoticePage> {
    assert(reader, 'the route is closed to the public');
    return this.inbox.list(reader, query);
  }

  @Post('read')
  @HttpCode(200)
  @Roles('operator', 'administrator')
  @ApiOperation({ summary: 'Mark a notice and all before it as read, for yourself.' })
  read(@Caller() ctx: CommandContext, @Body() { upTo }: ReadRequest): Promise<{ unread: string }> {
    return this.inbox.read(ctx, upTo);
  }
}
