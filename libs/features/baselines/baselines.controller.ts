import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { assert } from '#domain/assert';
import { Roles } from '#platform/auth/roles.decorator';
import type { Actor, CommandContext } from '#platform/database/command-context';
import { Caller, Reader } from '#platform/http/caller.decorator';
import { MEMBER_CODE_PIPE } from '#platform/http/code.pipe';
import {
  BaselinesQuery,
  NewBaselineRequest,
  type BaselineAnswer,
  type BaselineResponse,
} from './baselines.dto';
import { BaselinesService } from './baselines.service';

@ApiTags('baselines')
@ApiBearerAuth()
@Controller('v1/members/:code/baselines')
export class BaselinesController {
  constructor(private readonly baselines: BaselinesService) {}

  @Post()
  @Roles('operator')
  @ApiOperation({ summary: "Report or withhold your member's national figures for a year." })
  record(
    @Caller() ctx: CommandContext,
    @Param('code', MEMBER_CODE_PIPE) member: string,
    @Body() request: NewBaselineRequest,
  ): Promise<BaselineAnswer> {
    return this.baselines.record(ctx, member, request);
  }

  @Get()
  @Roles('operator', 'administrator', 'auditor')
  @ApiOperation({ summary: "A member's figures: the newest revision of each year, or all." })
  list(
    @Reader() reader: Actor | null,
    @Param('code', MEMBER_CODE_PIPE) member: string,
    @Query() query: BaselinesQuery,
  ): Promise<{ baselines: BaselineResponse[] }> {
    assert(reader, 'the route is closed to the public');
    return this.baselines.list(reader, member, query);
  }
}
