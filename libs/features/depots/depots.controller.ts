import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public, Roles } from '#platform/auth/roles.decorator';
import type { CommandContext } from '#platform/database/command-context';
import { Caller } from '#platform/http/caller.decorator';
import { NewDepotRequest, type DepotResponse } from './depots.dto';
import { DepotsService } from './depots.service';

@ApiTags('depots')
@Controller('v1/depots')
export class DepotsController {
  constructor(private readonly depots: DepotsService) {}

  @Post()
  @Roles('administrator')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Open a depot at a UN/LOCODE.' })
  open(
    @Caller() ctx: CommandContext,
    @Body() request: NewDepotRequest,
  ): Promise<{ entry: string }> {
    return this.depots.open(ctx, request);
  }

  @Get()
  @Public()
  @ApiOperation({ summary: 'All depots.' })
  list(): Promise<{ depots: DepotResponse[] }> {
    return this.depots.list();
  }
}
