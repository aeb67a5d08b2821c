import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { assert } from '#domain/assert';
import { Public, Roles } from '#platform/auth/roles.decorator';
import type { Actor, CommandContext } from '#platform/database/command-context';
import { Caller, Reader } from '#platform/http/caller.decorator';
import { UuidPipe } from '#platform/http/uuid.pipe';
import { CollectionsService } from './collections.service';
import {
  EndUseRequest,
  NewDrawdownRequest,
  DrawdownReasonRequest,
  ReleaseRequest,
  ReportRequest,
  type DrawdownAnswer,
  type DrawdownResponse,
  type EndUseResponse,
} from './drawdowns.dto';
import { DrawdownsQueries } from './drawdowns.queries';
import { DrawdownsService } from './drawdowns.service';
import { EndUsesService } from './end-uses.service';

@ApiTags('drawdowns')
@Controller('v1')
export class DrawdownsController {
  constructor(
    private readonly drawdowns: DrawdownsService,
    private readonly collections: CollectionsService,
    private readonly endUses: EndUsesService,
    private readonly queries: DrawdownsQueries,
  ) {}

  @Post('awards/:id/drawdowns')
  @Roles('administrator')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Order a drawdown of an accepted award, in whole or in part.' })
  order(
    @Caller() ctx: CommandContext,
    @Param('id', UuidPipe) award: string,
    @Body() request: NewDrawdownRequest,
  ): Promise<DrawdownAnswer> {
    return this.drawdowns.order(ctx, award, request);
  }

  @Post('drawdowns/:id/release')
  @HttpCode(200)
  @Roles('administrator')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Release it from its depots; needs another administrator.' })
  release(
    @Caller() ctx: CommandContext,
    @Param('id', UuidPipe) id: string,
    @Body() request: ReleaseRequest,
  ): Promise<DrawdownAnswer> {
    return this.collections.release(ctx, id, request);
  }

  @Post('drawdowns/:id/cancel')
  @HttpCode(200)
  @Roles('administrator')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Take an order back before anything has left.' })
  cancel(
    @Caller() ctx: CommandContext,
    @Param('id', UuidPipe) id: string,
    @Body() request: DrawdownReasonRequest,
  ): Promise<DrawdownAnswer> {
    return this.drawdowns.cancel(ctx, id, request.reason);
  }

  @Post('drawdowns/:id/collect')
  @HttpCode(200)
  @Roles('operator')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Sign for a released drawdown; it is owed back from then on.' })
  collect(
    @Caller() ctx: CommandContext,
    @Param('id', UuidPipe) id: string,
  ): Promise<DrawdownAnswer> {
    return this.collections.collect(ctx, id);
  }

  @Post('drawdowns/:id/report')
  @HttpCode(200)
  @Roles('operator')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Sign for less than was released: what is short or damaged.' })
  report(
    @Caller() ctx: CommandContext,
    @Param('id', UuidPipe) id: string,
    @Body() request: ReportRequest,
  ): Promise<DrawdownAnswer> {
    return this.collections.report(ctx, id, request.lines);
  }

  @Post('drawdowns/:id/settle')
  @HttpCode(200)
  @Roles('administrator')
  @ApiBearerAuth()
  @ApiOperation({ summary: "Sign the member's report: what is missing is a loss." })
  settle(
    @Caller() ctx: CommandContext,
    @Param('id', UuidPipe) id: string,
    @Body() request: DrawdownReasonRequest,
  ): Promise<DrawdownAnswer> {
    return this.collections.settle(ctx, id, request.reason);
  }

  @Post('drawdowns/:id/recount')
  @HttpCode(200)
  @Roles('administrator')
  @ApiBearerAuth()
  @ApiOperation({ summary: "Turn the member's report down: it counts again." })
  recount(
    @Caller() ctx: CommandContext,
    @Param('id', UuidPipe) id: string,
    @Body() request: DrawdownReasonRequest,
  ): Promise<DrawdownAnswer> {
    return this.collections.recount(ctx, id, request.reason);
  }

  @Post('drawdowns/:id/end-use')
  @HttpCode(200)
  @Roles('operator')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'State what the collected material was used for, to the gram.' })
  stateUse(
    @Caller() ctx: CommandContext,
    @Param('id', UuidPipe) id: string,
    @Body() request: EndUseRequest,
  ): Promise<DrawdownAnswer> {
    return this.endUses.state(ctx, id, request);
  }

  @Get('drawdowns/:id/end-use')
  @Roles('operator', 'administrator', 'auditor')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'What the material of a drawdown was used for.' })
  endUse(
    @Reader() reader: Actor | null,
    @Param('id', UuidPipe) id: string,
  ): Promise<EndUseResponse> {
    assert(reader, 'the route is closed to the public');
    return this.endUses.get(reader, id);
  }

  @Get('drawdowns')
  @Public()
  @ApiOperation({ summary: 'All drawdowns with their pick lists.' })
  list(): Promise<{ drawdowns: DrawdownResponse[] }> {
    return this.queries.list();
  }

  @Get('drawdowns/:id')
  @Public()
  @ApiOperation({ summary: 'One release order: its pick list, transport and receipt.' })
  get(@Param('id', UuidPipe) id: string): Promise<DrawdownResponse> {
    return this.queries.get(id);
  }
}
