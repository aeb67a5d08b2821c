import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public, Roles } from '#platform/auth/roles.decorator';
import type { CommandContext } from '#platform/database/command-context';
import { Caller } from '#platform/http/caller.decorator';
import { UuidPipe } from '#platform/http/uuid.pipe';
import {
  NewContributionRequest,
  RejectionRequest,
  type ContributionAnswer,
  type ContributionResponse,
} from './contributions.dto';
import { ContributionsQueries } from './contributions.queries';
import { ContributionsService } from './contributions.service';

@ApiTags('contributions')
@Controller('v1')
export class ContributionsController {
  constructor(
    private readonly contributions: ContributionsService,
    private readonly queries: ContributionsQueries,
  ) {}

  @Post('pledges/:id/contributions')
  @Roles('operator')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Record a delivery against your pledge; its lot waits on hold.' })
  receive(
    @Caller() ctx: CommandContext,
    @Param('id', UuidPipe) pledge: string,
    @Body() request: NewContributionRequest,
  ): Promise<ContributionAnswer> {
    return this.contributions.receive(ctx, pledge, request);
  }

  @Post('contributions/:id/accept')
  @HttpCode(200)
  @Roles('administrator')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Accept a received lot into the free reserve.' })
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
  @ApiOperation({ summary: 'Send a received lot back, with the reason.' })
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
