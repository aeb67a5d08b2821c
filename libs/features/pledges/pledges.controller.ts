import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public, Roles } from '#platform/auth/roles.decorator';
import type { Actor, CommandContext } from '#platform/database/command-context';
import { Caller, Reader } from '#platform/http/caller.decorator';
import { UuidPipe } from '#platform/http/uuid.pipe';
import {
  NewPledgeRequest,
  PledgesQuery,
  ReasonRequest,
  type PledgeAnswer,
  type PledgePage,
  type PledgeResponse,
} from './pledges.dto';
import { PledgeChangesService } from './pledge-changes.service';
import { PledgesQueries } from './pledges.queries';
import { PledgesService } from './pledges.service';

@ApiTags('pledges')
@Controller('v1/pledges')
export class PledgesController {
  constructor(
    private readonly pledges: PledgesService,
    private readonly changes: PledgeChangesService,
    private readonly queries: PledgesQueries,
  ) {}

  @Post()
  @Roles('operator')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Offer a pledge for your member, in dated instalments, or draft it.' })
  offer(@Caller() ctx: CommandContext, @Body() request: NewPledgeRequest): Promise<PledgeAnswer> {
    return this.pledges.offer(ctx, request);
  }

  @Post(':id/offer')
  @HttpCode(200)
  @Roles('operator')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Offer a draft as it stands.' })
  offerDraft(
    @Caller() ctx: CommandContext,
    @Param('id', UuidPipe) id: string,
  ): Promise<PledgeAnswer> {
    return this.pledges.offerDraft(ctx, id);
  }

  @Post(':id/accept')
  @HttpCode(200)
  @Roles('administrator')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Accept an offered pledge.' })
  accept(@Caller() ctx: CommandContext, @Param('id', UuidPipe) id: string): Promise<PledgeAnswer> {
    return this.pledges.accept(ctx, id);
  }

  @Post(':id/withdraw')
  @HttpCode(200)
  @Roles('operator')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Withdraw what is not delivered; of what is overdue, propose it.' })
  withdraw(
    @Caller() ctx: CommandContext,
    @Param('id', UuidPipe) id: string,
    @Body() { reason }: ReasonRequest,
  ): Promise<PledgeAnswer> {
    return this.changes.withdraw(ctx, id, reason);
  }

  @Get()
  @Public()
  @ApiOperation({ summary: 'Pledges with what was delivered, oldest first.' })
  list(@Reader() reader: Actor | null, @Query() query: PledgesQuery): Promise<PledgePage> {
    return this.queries.list(reader, query);
  }

  @Get(':id')
  @Public()
  @ApiOperation({ summary: 'One pledge.' })
  get(@Reader() reader: Actor | null, @Param('id', UuidPipe) id: string): Promise<PledgeResponse> {
    return this.queries.get(reader, id);
  }
}
