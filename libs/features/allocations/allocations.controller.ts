import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { DivisionRecord } from '#domain/allocation/division-record';
import type { ExplanationRecord } from '#domain/allocation/explanation-record';
import type { RunRecord } from '#domain/allocation/run-record';
import type { Snapshot } from '#domain/release/snapshot';
import { Public, Roles } from '#platform/auth/roles.decorator';
import type { Actor, CommandContext } from '#platform/database/command-context';
import { Caller, Reader } from '#platform/http/caller.decorator';
import { UuidPipe } from '#platform/http/uuid.pipe';
import {
  AwardsQuery,
  DecisionRequest,
  VoteRequest,
  type AllocationRunAnswer,
  type AllocationRunResponse,
  type AwardResponse,
  type TimedAward,
  type TimedRun,
} from './allocations.dto';
import { AllocationsQueries, type OwnExplanation } from './allocations.queries';
import { AllocationsService } from './allocations.service';
import { AwardsService } from './awards.service';
import { RunDecisionsService } from './run-decisions.service';

@ApiTags('allocations')
@Controller('v1')
export class AllocationsController {
  constructor(
    private readonly allocations: AllocationsService,
    private readonly decisions: RunDecisionsService,
    private readonly awards: AwardsService,
    private readonly queries: AllocationsQueries,
  ) {}

  @Post('disruptions/:id/allocation-runs')
  @HttpCode(202)
  @Roles('administrator')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Queue the allocation run of a disruption.' })
  start(
    @Caller() ctx: CommandContext,
    @Param('id', UuidPipe) disruption: string,
  ): Promise<AllocationRunAnswer> {
    return this.allocations.start(ctx, disruption);
  }

  @Get('disruptions/:id/allocation-runs')
  @Public()
  @ApiOperation({ summary: 'The runs of a disruption.' })
  runs(@Param('id', UuidPipe) disruption: string): Promise<{ runs: AllocationRunResponse[] }> {
    return this.queries.ofDisruption(disruption);
  }

  @Get('allocation-runs/:id')
  @Public()
  @ApiOperation({ summary: 'The state of a run, with its deadlines.' })
  run(@Reader() reader: Actor | null, @Param('id', UuidPipe) id: string): Promise<TimedRun> {
    return this.queries.get(reader, id);
  }

  @Get('allocation-runs/:id/snapshot')
  @Roles('administrator', 'auditor')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'The frozen input of a run.' })
  snapshot(@Param('id', UuidPipe) id: string): Promise<Snapshot> {
    return this.queries.snapshot(id);
  }

  @Get('allocation-runs/:id/result')
  @Public()
  @ApiOperation({ summary: 'The record of a run; its published division for the public.' })
  result(
    @Reader() reader: Actor | null,
    @Param('id', UuidPipe) id: string,
  ): Promise<RunRecord | DivisionRecord> {
    return this.queries.result(reader, id);
  }

  @Get('allocation-runs/:id/explanation')
  @Roles('operator', 'administrator', 'auditor')
  @ApiBearerAuth()
  @ApiOperation({ summary: "Each member's steps to its award; an operator reads its own." })
  explanation(
    @Reader() reader: Actor | null,
    @Param('id', UuidPipe) id: string,
  ): Promise<ExplanationRecord | OwnExplanation> {
    return this.queries.explanation(reader, id);
  }

  @Post('allocation-runs/:id/approve')
  @HttpCode(200)
  @Roles('administrator')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Approve a proposed run; needs another administrator.' })
  approve(
    @Caller() ctx: CommandContext,
    @Param('id', UuidPipe) id: string,
    @Body() request: DecisionRequest,
  ): Promise<AllocationRunAnswer> {
    return this.decisions.decide(ctx, id, true, request.reason);
  }

  @Post('allocation-runs/:id/reject')
  @HttpCode(200)
  @Roles('administrator')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Reject a run with the reason; its earmarks are freed.' })
  reject(
    @Caller() ctx: CommandContext,
    @Param('id', UuidPipe) id: string,
    @Body() request: DecisionRequest,
  ): Promise<AllocationRunAnswer> {
    return this.decisions.decide(ctx, id, false, request.reason);
  }

  @Post('allocation-runs/:id/votes')
  @HttpCode(200)
  @Roles('operator')
  @ApiBearerAuth()
  @ApiOperation({ summary: "Give the member's vote where the rule has members decide on a run." })
  vote(
    @Caller() ctx: CommandContext,
    @Param('id', UuidPipe) id: string,
    @Body() request: VoteRequest,
  ): Promise<AllocationRunAnswer> {
    return this.decisions.vote(ctx, id, request);
  }

  @Post('allocation-runs/:id/settle')
  @HttpCode(200)
  @Roles('administrator')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Approve or reject a run as the vote of the members came out.' })
  settle(
    @Caller() ctx: CommandContext,
    @Param('id', UuidPipe) id: string,
    @Body() request: DecisionRequest,
  ): Promise<AllocationRunAnswer> {
    return this.decisions.settle(ctx, id, request.reason);
  }

  @Post('allocation-runs/:id/publish')
  @HttpCode(200)
  @Roles('administrator')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Publish an approved run: its awards and the whole division.' })
  publish(
    @Caller() ctx: CommandContext,
    @Param('id', UuidPipe) id: string,
  ): Promise<AllocationRunAnswer> {
    return this.allocations.publish(ctx, id);
  }

  @Get('awards')
  @Public()
  @ApiOperation({ summary: 'Who received: awards, of one run or of all.' })
  listAwards(
    @Reader() reader: Actor | null,
    @Query() query: AwardsQuery,
  ): Promise<{ awards: TimedAward[] }> {
    return this.queries.awards(reader, query.run);
  }

  @Post('awards/:id/accept')
  @HttpCode(200)
  @Roles('operator')
  @ApiBearerAuth()
  @ApiOperation({ summary: "Accept your member's award." })
  accept(
    @Caller() ctx: CommandContext,
    @Param('id', UuidPipe) id: string,
  ): Promise<AwardResponse & { entry: string }> {
    return this.awards.accept(ctx, id);
  }

  @Post('awards/:id/waive')
  @HttpCode(200)
  @Roles('operator')
  @ApiBearerAuth()
  @ApiOperation({ summary: "Give your member's award back before anything is ordered from it." })
  waive(
    @Caller() ctx: CommandContext,
    @Param('id', UuidPipe) id: string,
    @Body() request: DecisionRequest,
  ): Promise<AwardResponse & { entry: string }> {
    return this.awards.waive(ctx, id, request.reason);
  }
}
