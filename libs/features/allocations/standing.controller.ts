import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public } from '#platform/auth/roles.decorator';
import { MEMBER_CODE_PIPE } from '#platform/http/code.pipe';
import { StandingQuery, type StandingResponse } from './standing.dto';
import { StandingQueries } from './standing.queries';

@ApiTags('pledges')
@Controller('v1/members/:code/standing')
export class StandingController {
  constructor(private readonly standings: StandingQueries) {}

  @Get()
  @Public()
  @ApiOperation({ summary: 'What a member gave of what it promised, as a run would count it.' })
  get(
    @Param('code', MEMBER_CODE_PIPE) member: string,
    @Query() query: StandingQuery,
  ): Promise<StandingResponse> {
    return this.standings.get(member, query);
  }
}
