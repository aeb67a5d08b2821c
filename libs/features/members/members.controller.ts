import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public, Roles } from '#platform/auth/roles.decorator';
import type { CommandContext } from '#platform/database/command-context';
import { Caller } from '#platform/http/caller.decorator';
import { MEMBER_CODE_PIPE } from '#platform/http/code.pipe';
import { NewMemberRequest, type AdmittedMemberResponse, type MemberResponse } from './members.dto';
import { MembersService } from './members.service';

@ApiTags('members')
@Controller('v1/members')
export class MembersController {
  constructor(private readonly members: MembersService) {}

  @Post()
  @Roles('administrator')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Admit a treaty party.' })
  admit(
    @Caller() ctx: CommandContext,
    @Body() request: NewMemberRequest,
  ): Promise<AdmittedMemberResponse> {
    return this.members.admit(ctx, request);
  }

  @Get()
  @Public()
  @ApiOperation({ summary: 'All members.' })
  list(): Promise<{ members: MemberResponse[] }> {
    return this.members.list();
  }

  @Get(':code')
  @Public()
  @ApiOperation({ summary: 'One member by ISO 3166-1 alpha-3 code.' })
  get(@Param('code', MEMBER_CODE_PIPE) code: string): Promise<MemberResponse> {
    return this.members.get(code);
  }
}
