import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '#platform/auth/roles.decorator';
import type { CommandContext } from '#platform/database/command-context';
import { Caller } from '#platform/http/caller.decorator';
import { UuidPipe } from '#platform/http/uuid.pipe';
import { LotLossesService } from './lot-losses.service';
import { LotMovesService } from './lot-moves.service';
import { LotObjectionsService } from './lot-objections.service';
import {
  ArrivalRequest,
  DispatchRequest,
  LossRequest,
  ObjectionRequest,
  HoldReleaseRequest,
  type LotActAnswer,
} from './lots.dto';

@ApiTags('lots')
@Controller('v1')
export class LotActsController {
  constructor(
    private readonly moves: LotMovesService,
    private readonly objections: LotObjectionsService,
    private readonly losses: LotLossesService,
  ) {}

  @Post('lots/:id/dispatch')
  @Roles('administrator')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Send a lot that is all free on its way to another depot.' })
  dispatch(
    @Caller() ctx: CommandContext,
    @Param('id', UuidPipe) lot: string,
    @Body() request: DispatchRequest,
  ): Promise<LotActAnswer> {
    return this.moves.dispatch(ctx, lot, request);
  }

  @Post('lot-moves/:id/receive')
  @HttpCode(200)
  @Roles('administrator')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Receive a lot at the other depot; needs another administrator.' })
  receive(
    @Caller() ctx: CommandContext,
    @Param('id', UuidPipe) move: string,
    @Body() request: ArrivalRequest,
  ): Promise<LotActAnswer> {
    return this.moves.receive(ctx, move, request);
  }

  @Post('lots/:id/objections')
  @Roles('auditor')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Object to a lot: a statement in the log that moves nothing.' })
  raise(
    @Caller() ctx: CommandContext,
    @Param('id', UuidPipe) lot: string,
    @Body() request: ObjectionRequest,
  ): Promise<LotActAnswer> {
    return this.objections.raise(ctx, lot, request);
  }

  @Post('objections/:id/hold')
  @HttpCode(200)
  @Roles('administrator')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Put what is free of a lot on hold under an objection.' })
  hold(
    @Caller() ctx: CommandContext,
    @Param('id', UuidPipe) objection: string,
  ): Promise<LotActAnswer> {
    return this.objections.hold(ctx, objection);
  }

  @Post('objections/:id/release')
  @HttpCode(200)
  @Roles('administrator')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Release a hold, with the reason; needs another administrator.' })
  release(
    @Caller() ctx: CommandContext,
    @Param('id', UuidPipe) objection: string,
    @Body() request: HoldReleaseRequest,
  ): Promise<LotActAnswer> {
    return this.objections.release(ctx, objection, request.reason);
  }

  @Post('lots/:id/losses')
  @Roles('administrator')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Propose a loss of material, with the reason; nothing moves yet.' })
  propose(
    @Caller() ctx: CommandContext,
    @Param('id', UuidPipe) lot: string,
    @Body() request: LossRequest,
  ): Promise<LotActAnswer> {
    return this.losses.propose(ctx, lot, request);
  }

  @Post('losses/:id/confirm')
  @HttpCode(200)
  @Roles('administrator')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Book a proposed loss; needs another administrator.' })
  confirm(
    @Caller() ctx: CommandContext,
    @Param('id', UuidPipe) loss: string,
  ): Promise<LotActAnswer> {
    return this.losses.confirm(ctx, loss);
  }
}
