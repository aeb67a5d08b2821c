import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '#platform/auth/roles.decorator';
import type { CommandContext } from '#platform/database/command-context';
import { Caller } from '#platform/http/caller.decorator';
import { UuidPipe } from '#platform/http/uuid.pipe';
import { ReversalRequest, type ContributionAnswer, type ReversalAnswer } from './contributions.dto';
import { ReversalsService } from './reversals.service';

@ApiTags('contributions')
@Controller('v1')
export class ReversalsController {
  constructor(private readonly reversals: ReversalsService) {}

  @Post('contributions/:id/reversals')
  @Roles('administrator')
  @ApiBearerAuth()
  @ApiOperation({
    summary: 'Propose to take back what was accepted by mistake; nothing moves yet.',
  })
  propose(
    @Caller() ctx: CommandContext,
    @Param('id', UuidPipe) contribution: string,
    @Body() request: ReversalRequest,
  ): Promise<ReversalAnswer> {
    return this.reversals.propose(ctx, contribution, request.reason);
  }

  @Post('reversals/:id/confirm')
  @HttpCode(200)
  @Roles('administrator')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Take it back, while all of it is free; needs another administrator.' })
  confirm(
    @Caller() ctx: CommandContext,
    @Param('id', UuidPipe) reversal: string,
  ): Promise<ContributionAnswer> {
    return this.reversals.confirm(ctx, reversal);
  }
}
