import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { assert } from '#domain/assert';
import { Roles } from '#platform/auth/roles.decorator';
import type { Actor, CommandContext } from '#platform/database/command-context';
import { Caller, Reader } from '#platform/http/caller.decorator';
import { UuidPipe } from '#platform/http/uuid.pipe';
import { NewNeedRequest, type NeedResponse } from './needs.dto';
import { NeedsService } from './needs.service';

@ApiTags('needs')
@ApiBearerAuth()
@Controller('v1/disruptions/:id/needs')
export class NeedsController {
  constructor(private readonly needs: NeedsService) {}

  @Post()
  @Roles('operator')
  @ApiOperation({ summary: "State your member's need; sealed until the window closes." })
  state(
    @Caller() ctx: CommandContext,
    @Param('id', UuidPipe) disruption: string,
    @Body() request: NewNeedRequest,
  ): Promise<NeedResponse & { entry: string }> {
    return this.needs.state(ctx, disruption, request);
  }

  @Get()
  @Roles('operator', 'administrator', 'auditor')
  @ApiOperation({ summary: 'The needs you may see.' })
  list(
    @Reader() reader: Actor | null,
    @Param('id', UuidPipe) disruption: string,
  ): Promise<{ needs: NeedResponse[] }> {
    assert(reader, 'the route is closed to the public');
    return this.needs.list(reader, disruption);
  }
}
