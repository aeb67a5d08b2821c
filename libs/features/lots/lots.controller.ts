import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public, Roles } from '#platform/auth/roles.decorator';
import type { CommandContext } from '#platform/database/command-context';
import { Caller } from '#platform/http/caller.decorator';
import { UuidPipe } from '#platform/http/uuid.pipe';
import { CustodyQueries } from './custody.queries';
import { LotCutsService } from './lot-cuts.service';
import {
  CustodyQuery,
  LotsQuery,
  MergeRequest,
  SplitRequest,
  type CustodyPage,
  type GenealogyResponse,
  type LotActs,
  type LotDetail,
  type LotPage,
  type LotsAnswer,
} from './lots.dto';
import { LotsQueries } from './lots.queries';

@ApiTags('lots')
@Controller('v1/lots')
export class LotsController {
  constructor(
    private readonly queries: LotsQueries,
    private readonly history: CustodyQueries,
    private readonly cuts: LotCutsService,
  ) {}

  @Get()
  @Public()
  @ApiOperation({ summary: 'Lots with their facts and where each gram of them is.' })
  list(@Query() query: LotsQuery): Promise<LotPage> {
    return this.queries.list(query);
  }

  @Post('merge')
  @Roles('administrator')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Make one lot of all that is free of several lots that are alike.' })
  merge(@Caller() ctx: CommandContext, @Body() request: MergeRequest): Promise<LotsAnswer> {
    return this.cuts.merge(ctx, request);
  }

  @Get(':id')
  @Public()
  @ApiOperation({ summary: 'One lot, with its moves, objections and losses.' })
  get(@Param('id', UuidPipe) id: string): Promise<LotDetail & LotActs> {
    return this.queries.get(id);
  }

  @Get(':id/custody')
  @Public()
  @ApiOperation({ summary: 'Every movement of a lot, in the order of the log.' })
  custody(@Param('id', UuidPipe) id: string, @Query() query: CustodyQuery): Promise<CustodyPage> {
    return this.history.custody(id, query);
  }

  @Get(':id/genealogy')
  @Public()
  @ApiOperation({ summary: 'The lots that a lot was made of, and those that were made of it.' })
  genealogy(@Param('id', UuidPipe) id: string): Promise<GenealogyResponse> {
    return this.history.genealogy(id);
  }

  @Post(':id/split')
  @Roles('administrator')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Split parts off what is free of a lot.' })
  split(
    @Caller() ctx: CommandContext,
    @Param('id', UuidPipe) id: string,
    @Body() request: SplitRequest,
  ): Promise<LotsAnswer> {
    return this.cuts.split(ctx, id, request);
  }
}
