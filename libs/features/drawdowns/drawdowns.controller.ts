import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public, Roles } from '#platform/auth/roles.decorator';
import type { CommandContext } from '#platform/database/command-context';
import { Caller } from '#platform/http/caller.decorator';
import { UuidPipe } from '#platform/http/uuid.pipe';
import { NewDrawdownRequest, type DrawdownAnswer, type DrawdownResponse } from './drawdowns.dto';
import { DrawdownsQueries } from './drawdowns.queries';
import { DrawdownsService } from './drawdowns.service';

@ApiTags('drawdowns')
@Controller('v1')
export class DrawdownsController {
  constructor(
    private readonly drawdowns: DrawdownsService,
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
  ): Promise<DrawdownAnswer> {
    return this.drawdowns.release(ctx, id);
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
    return this.drawdowns.collect(ctx, id);
  }

  @Get('drawdowns')
  @Public()
  @ApiOperation({ summary: 'All drawdowns with their pick lists.' })
  list(): Promise<{ drawdowns: DrawdownResponse[] }> {
    return this.queries.list();
  }
}
