import { Body, Controller, Get, Param, Post, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public, Roles } from '#platform/auth/roles.decorator';
import type { Actor, CommandContext } from '#platform/database/command-context';
import type { BodyRequest } from '#platform/http/body.middleware';
import { Caller, Reader } from '#platform/http/caller.decorator';
import {
  NewSimulationRequest,
  type SimulationAnswer,
  type SimulationResponse,
} from './simulations.dto';
import { SimulationsService } from './simulations.service';

@ApiTags('simulations')
@Controller('v1/simulations')
export class SimulationsController {
  constructor(private readonly simulations: SimulationsService) {}

  @Post()
  @Roles('operator', 'administrator', 'auditor')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Divide live or hypothetical figures without touching the books.' })
  simulate(
    @Caller() ctx: CommandContext,
    @Req() { rawBody }: BodyRequest,
    @Body() request: NewSimulationRequest,
  ): Promise<SimulationAnswer> {
    return this.simulations.simulate(ctx, request, rawBody ?? '');
  }

  @Get(':id')
  @Public()
  @ApiOperation({ summary: 'A simulation by its permalink; of live figures for the Trust only.' })
  get(@Reader() reader: Actor | null, @Param('id') id: string): Promise<SimulationResponse> {
    return this.simulations.get(reader, id);
  }
}
