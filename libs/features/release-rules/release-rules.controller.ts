import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public, Roles } from '#platform/auth/roles.decorator';
import type { CommandContext } from '#platform/database/command-context';
import { Caller } from '#platform/http/caller.decorator';
import { UuidPipe } from '#platform/http/uuid.pipe';
import {
  InForceRequest,
  NewReleaseRuleRequest,
  type ReleaseRuleAnswer,
  type ReleaseRuleResponse,
} from './release-rules.dto';
import { ReleaseRulesService } from './release-rules.service';

@ApiTags('release rules')
@Controller('v1/release-rules')
export class ReleaseRulesController {
  constructor(private readonly rules: ReleaseRulesService) {}

  @Post()
  @Roles('administrator')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Propose a version of the release rule.' })
  propose(
    @Caller() ctx: CommandContext,
    @Body() request: NewReleaseRuleRequest,
  ): Promise<ReleaseRuleAnswer> {
    return this.rules.propose(ctx, request);
  }

  @Post(':id/put-in-force')
  @HttpCode(200)
  @Roles('administrator')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Put a proposed rule in force; needs another administrator.' })
  putInForce(
    @Caller() ctx: CommandContext,
    @Param('id', UuidPipe) id: string,
    @Body() request: InForceRequest,
  ): Promise<ReleaseRuleAnswer> {
    return this.rules.putInForce(ctx, id, request.reason ?? null);
  }

  @Get()
  @Public()
  @ApiOperation({ summary: 'All versions of the release rule.' })
  list(): Promise<{ rules: ReleaseRuleResponse[] }> {
    return this.rules.list();
  }
}
