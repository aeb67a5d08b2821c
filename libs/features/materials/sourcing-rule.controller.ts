import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public, Roles } from '#platform/auth/roles.decorator';
import type { CommandContext } from '#platform/database/command-context';
import { Caller } from '#platform/http/caller.decorator';
import { MATERIAL_CODE_PIPE } from '#platform/http/code.pipe';
import { UuidPipe } from '#platform/http/uuid.pipe';
import {
  NewSourcingRuleRequest,
  type SourcingRuleAnswer,
  type SourcingRuleResponse,
} from './sourcing-rule.dto';
import { SourcingRuleService } from './sourcing-rule.service';

@ApiTags('sourcing rules')
@Controller('v1')
export class SourcingRuleController {
  constructor(private readonly rules: SourcingRuleService) {}

  @Post('materials/:code/sourcing-rule')
  @Roles('administrator')
  @ApiBearerAuth()
  @ApiOperation({ summary: "Propose a version of the material's sourcing rule." })
  propose(
    @Caller() ctx: CommandContext,
    @Param('code', MATERIAL_CODE_PIPE) material: string,
    @Body() request: NewSourcingRuleRequest,
  ): Promise<SourcingRuleAnswer> {
    return this.rules.propose(ctx, material, request);
  }

  @Post('sourcing-rules/:id/put-in-force')
  @HttpCode(200)
  @Roles('administrator')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Put a proposed sourcing rule in force; needs another administrator.' })
  putInForce(
    @Caller() ctx: CommandContext,
    @Param('id', UuidPipe) id: string,
  ): Promise<SourcingRuleAnswer> {
    return this.rules.putInForce(ctx, id);
  }

  @Get('sourcing-rules')
  @Public()
  @ApiOperation({ summary: 'All versions of the sourcing rules, by material.' })
  list(): Promise<{ rules: SourcingRuleResponse[] }> {
    return this.rules.list();
  }
}
