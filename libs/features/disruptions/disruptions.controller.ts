import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public, Roles } from '#platform/auth/roles.decorator';
import type { Actor, CommandContext } from '#platform/database/command-context';
import { Caller, Reader } from '#platform/http/caller.decorator';
import { UuidPipe } from '#platform/http/uuid.pipe';
import { DeadlineLists } from '#features/deadlines/deadline-lists.service';
import { DeclarationsService } from './declarations.service';
import {
  DeclarationRequest,
  NewDisruptionRequest,
  type DisruptionAnswer,
  type DisruptionResponse,
  type TimedDisruption,
} from './disruptions.dto';
import { DisruptionsService } from './disruptions.service';

@ApiTags('disruptions')
@Controller('v1/disruptions')
export class DisruptionsController {
  constructor(
    private readonly disruptions: DisruptionsService,
    private readonly deadlines: DeadlineLists,
    private readonly declarations: DeclarationsService,
  ) {}

  @Post()
  @Roles('administrator')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Draft a disruption: material, failing suppliers, evidence.' })
  draft(
    @Caller() ctx: CommandContext,
    @Body() request: NewDisruptionRequest,
  ): Promise<DisruptionAnswer> {
    return this.disruptions.draft(ctx, request);
  }

  @Post(':id/propose')
  @HttpCode(200)
  @Roles('administrator')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Propose a draft for declaration.' })
  propose(
    @Caller() ctx: CommandContext,
    @Param('id', UuidPipe) id: string,
  ): Promise<DisruptionAnswer> {
    return this.disruptions.propose(ctx, id);
  }

  @Post(':id/declare')
  @HttpCode(200)
  @Roles('administrator')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Declare it; needs another administrator than the proposer.' })
  declare(
    @Caller() ctx: CommandContext,
    @Param('id', UuidPipe) id: string,
    @Body() request: DeclarationRequest,
  ): Promise<DisruptionAnswer> {
    return this.declarations.declare(ctx, id, request);
  }

  @Post(':id/open-needs')
  @HttpCode(200)
  @Roles('administrator')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Open the window in which members state their needs, sealed.' })
  openNeeds(
    @Caller() ctx: CommandContext,
    @Param('id', UuidPipe) id: string,
  ): Promise<DisruptionAnswer> {
    return this.disruptions.openNeeds(ctx, id);
  }

  @Post(':id/close-needs')
  @HttpCode(200)
  @Roles('administrator')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Close the window; all needs are opened together.' })
  closeNeeds(
    @Caller() ctx: CommandContext,
    @Param('id', UuidPipe) id: string,
  ): Promise<DisruptionAnswer> {
    return this.disruptions.closeNeeds(ctx, id);
  }

  @Post(':id/close')
  @HttpCode(200)
  @Roles('administrator')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Close the disruption.' })
  close(
    @Caller() ctx: CommandContext,
    @Param('id', UuidPipe) id: string,
  ): Promise<DisruptionAnswer> {
    return this.disruptions.close(ctx, id);
  }

  @Get()
  @Public()
  @ApiOperation({ summary: 'All disruptions.' })
  list(): Promise<{ disruptions: DisruptionResponse[] }> {
    return this.disruptions.list();
  }

  @Get(':id')
  @Public()
  @ApiOperation({ summary: 'One disruption, with its deadlines.' })
  async get(
    @Reader() reader: Actor | null,
    @Param('id', UuidPipe) id: string,
  ): Promise<TimedDisruption> {
    const disruption = await this.disruptions.get(id);
    const deadlines = await this.deadlines.ofSubjects(reader, [id]);
    return { ...disruption, deadlines: deadlines(id) };
  }
}
