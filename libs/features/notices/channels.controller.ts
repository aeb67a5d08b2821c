import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { NewestFirstQuery } from '#platform/http/newest-first.query';
import { assert } from '#domain/assert';
import { Roles } from '#platform/auth/roles.decorator';
import type { Actor, CommandContext } from '#platform/database/command-context';
import { Caller, Reader } from '#platform/http/caller.decorator';
import { UuidPipe } from '#platform/http/uuid.pipe';
import { ChannelsService } from './channels.service';
import { DeliveryLog } from './delivery-log.service';
import {
  NewChannelRequest,
  ReplayRequest,
  type ChannelAnswer,
  type ChannelResponse,
  type DeliveryResponse,
} from './notices.dto';

@ApiTags('notices')
@ApiBearerAuth()
@Controller('v1/notice-channels')
export class ChannelsController {
  constructor(
    private readonly channels: ChannelsService,
    private readonly deliveries: DeliveryLog,
  ) {}

  @Get()
  @Roles('operator', 'administrator')
  @ApiOperation({ summary: "Your member's channels, or the Trust's." })
  list(@Reader() reader: Actor | null): Promise<{ channels: ChannelResponse[] }> {
    assert(reader, 'the route is closed to the public');
    return this.channels.list(reader);
  }

  @Post()
  @Roles('operator', 'administrator')
  @ApiOperation({ summary: 'Have notices sent to a webhook or an e-mail address.' })
  open(@Caller() ctx: CommandContext, @Body() request: NewChannelRequest): Promise<ChannelAnswer> {
    return this.channels.open(ctx, request);
  }

  @Post(':id/rotate-secret')
  @HttpCode(200)
  @Roles('operator', 'administrator')
  @ApiOperation({ summary: 'Make a new secret; the one before signs, too, for a day.' })
  rotate(@Caller() ctx: CommandContext, @Param('id', UuidPipe) id: string): Promise<ChannelAnswer> {
    return this.channels.rotate(ctx, id);
  }

  @Post(':id/resume')
  @HttpCode(200)
  @Roles('operator', 'administrator')
  @ApiOperation({ summary: 'Use a channel again that was disabled.' })
  resume(@Caller() ctx: CommandContext, @Param('id', UuidPipe) id: string): Promise<ChannelAnswer> {
    return this.channels.act(ctx, id, 'resume');
  }

  @Post(':id/remove')
  @HttpCode(200)
  @Roles('operator', 'administrator')
  @ApiOperation({ summary: 'Send nothing more by this channel, ever.' })
  remove(@Caller() ctx: CommandContext, @Param('id', UuidPipe) id: string): Promise<ChannelAnswer> {
    return this.channels.act(ctx, id, 'remove');
  }

  @Post(':id/replay')
  @HttpCode(200)
  @Roles('operator', 'administrator')
  @ApiOperation({ summary: 'Deliver a notice again, with the same id.' })
  replay(
    @Caller() ctx: CommandContext,
    @Param('id', UuidPipe) id: string,
    @Body() { notice }: ReplayRequest,
  ): Promise<ChannelAnswer> {
    return this.channels.replay(ctx, id, notice);
  }

  @Get(':id/deliveries')
  @Roles('operator', 'administrator')
  @ApiOperation({ summary: 'Every delivery and attempt, newest first.' })
  log(
    @Reader() reader: Actor | null,
    @Param('id', UuidPipe) id: string,
    @Query() query: NewestFirstQuery,
  ): Promise<{ deliveries: readonly DeliveryResponse[]; next?: string }> {
    assert(reader, 'the route is closed to the public');
    return this.deliveries.list(reader, id, query);
  }
}
