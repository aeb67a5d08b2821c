import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '#platform/auth/roles.decorator';
import type { Actor, CommandContext } from '#platform/database/command-context';
import { Caller, Reader } from '#platform/http/caller.decorator';
import { UuidPipe } from '#platform/http/uuid.pipe';
import {
  AmendmentRequest,
  ReasonRequest,
  type RevisionAnswer,
  type RevisionResponse,
} from './pledges.dto';
import { PledgeChangesService } from './pledge-changes.service';
import { PledgesQueries } from './pledges.queries';

@ApiTags('pledges')
@ApiBearerAuth()
@Controller('v1')
export class AmendmentsController {
  constructor(
    private readonly changes: PledgeChangesService,
    private readonly queries: PledgesQueries,
  ) {}

  @Post('pledges/:id/amendments')
  @Roles('operator')
  @ApiOperation({ summary: 'Propose other instalments for your accepted pledge, with the reason.' })
  amend(
    @Caller() ctx: CommandContext,
    @Param('id', UuidPipe) pledge: string,
    @Body() request: AmendmentRequest,
  ): Promise<RevisionAnswer> {
    return this.changes.amend(ctx, pledge, request);
  }

  @Post('amendments/:id/accept')
  @HttpCode(200)
  @Roles('administrator')
  @ApiOperation({ summary: 'Put proposed instalments, or a proposed withdrawal, in force.' })
  accept(
    @Caller() ctx: CommandContext,
    @Param('id', UuidPipe) id: string,
  ): Promise<RevisionAnswer> {
    return this.changes.accept(ctx, id);
  }

  @Post('amendments/:id/decline')
  @HttpCode(200)
  @Roles('administrator')
  @ApiOperation({ summary: 'Decline a proposal, with the reason; the pledge stays as it was.' })
  decline(
    @Caller() ctx: CommandContext,
    @Param('id', UuidPipe) id: string,
    @Body() { reason }: ReasonRequest,
  ): Promise<RevisionAnswer> {
    return this.changes.decline(ctx, id, reason);
  }

  @Get('pledges/:id/amendments')
  @Roles('operator', 'administrator', 'auditor')
  @ApiOperation({ summary: 'Every schedule of a pledge: who proposed and decided it, and why.' })
  list(
    @Reader() reader: Actor | null,
    @Param('id', UuidPipe) pledge: string,
  ): Promise<{ amendments: RevisionResponse[] }> {
    return this.queries.amendments(reader, pledge);
  }
}
