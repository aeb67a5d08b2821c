import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public, Roles } from '#platform/auth/roles.decorator';
import type { CommandContext } from '#platform/database/command-context';
import { Caller } from '#platform/http/caller.decorator';
import { UuidPipe } from '#platform/http/uuid.pipe';
import {
  NewContributionRequest,
  ReceiptRequest,
  RejectionRequest,
  type ContributionAnswer,
  type ContributionResponse,
} from './contributions.dto';
import { ContributionsQueries } from './contributions.queries';
import { ContributionsService } from './contributions.service';
import { NoticesService } from './notices.service';
import { ReceiptsService } from './receipts.service';

@ApiTags('contributions')
@Controller('v1')
export class ContributionsController {
  constructor(
    private readonly notices: NoticesService,
    private readonly receipts: ReceiptsService,
    private readonly contributions: ContributionsService,
    private readonly queries: ContributionsQueries,
  ) {}

  @Post('pledges/:id/contributions')
  @Roles('operator')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Announce a delivery against your pledge; nothing moves yet.' })
  notify(
    @Caller() ctx: CommandContext,
    @Param('id', UuidPipe) pledge: string,
    @Body() request: NewContributionRequest,
  ): Promise<ContributionAnswer> {
    return this.notices.notify(ctx, pledge, request);
  }

  @Post('contributions/:id/cancel')
  @HttpCode(200)
  @Roles('operator')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Take your notice back before anything was received.' })
  cancel(
    @Caller() ctx: CommandContext,
    @Param('id', UuidPipe) id: string,
  ): Promise<ContributionAnswer> {
    return this.notices.cancel(ctx, id);
  }

  @Post('contributions/:id/receive')
  @HttpCode(200)
  @Roles('administrator')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Record what arrived at the depot; its lot waits on hold.' })
  receive(
    @Caller() ctx: CommandContext,
    @Param('id', UuidPipe) id: string,
    @Body() request: ReceiptRequest,
  ): Promise<ContributionAnswer> {
    return this.receipts.receive(ctx, id, request);
  }

  @Post('contributions/:id/accept')
  @HttpCode(200)
  @Roles('administrator')
  @ApiBearerAuth()
  @ApiOperation({
    summary: 'Accept a received lot into the free reserve; needs another administrator.',
  })
  accept(
    @Caller() ctx: CommandContext,
    @Param('id', UuidPipe) id: string,
  ): Promise<ContributionAnswer> {
    return this.contributions.accept(ctx, id);
  }

  @Post('contributions/:id/reject')
  @HttpCode(200)
  @Roles('administrator')
  @ApiBearerAuth()
  @ApiOperation({
    summary: 'Send a received lot back, with the reason; needs another administrator.',
  })
  reject(
    @Caller() ctx: CommandContext,
    @Param('id', UuidPipe) id: string,
    @Body() request: RejectionRequest,
  ): Promise<ContributionAnswer> {
    return this.contributions.reject(ctx, id, request.reason);
  }

  @Get('contributions')
  @Public()
  @ApiOperation({ summary: 'Who gave: all contributions with their lots.' })
  list(): Promise<{ contributions: ContributionResponse[] }> {
    return this.queries.list();
  }

  @Get('contributions/:id')
  @Public()
  @ApiOperation({ summary: 'One contribution with its lot.' })
  get(@Param('id', UuidPipe) id: string): Promise<ContributionResponse> {
    return this.queries.get(id);
  }
}
