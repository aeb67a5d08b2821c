import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public, Roles } from '#platform/auth/roles.decorator';
import type { CommandContext } from '#platform/database/command-context';
import { Caller } from '#platform/http/caller.decorator';
import { UuidPipe } from '#platform/http/uuid.pipe';
import { NewPledgeRequest, type PledgeAnswer, type PledgeResponse } from './pledges.dto';
import { PledgesService } from './pledges.service';

@ApiTags('pledges')
@Controller('v1/pledges')
export class PledgesController {
  constructor(private readonly pledges: PledgesService) {}

  @Post()
  @Roles('operator')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Offer a pledge for your member, in dated instalments.' })
  offer(@Caller() ctx: CommandContext, @Body() request: NewPledgeRequest): Promise<PledgeAnswer> {
    return this.pledges.offer(ctx, request);
  }

  @Post(':id/accept')
  @HttpCode(200)
  @Roles('administrator')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Accept an offered pledge.' })
  accept(@Caller() ctx: CommandContext, @Param('id', UuidPipe) id: string): Promise<PledgeAnswer> {
    return this.pledges.accept(ctx, id);
  }

  @Get()
  @Public()
  @ApiOperation({ summary: 'All pledges with what was delivered.' })
  list(): Promise<{ pledges: PledgeResponse[] }> {
    return this.pledges.list();
  }

  @Get(':id')
  @Public()
  @ApiOperation({ summary: 'One pledge.' })
  get(@Param('id', UuidPipe) id: string): Promise<PledgeResponse> {
    return this.pledges.get(id);
  }
}
