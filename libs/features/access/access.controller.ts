import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public, Roles } from '#platform/auth/roles.decorator';
import type { CommandContext } from '#platform/database/command-context';
import { Caller } from '#platform/http/caller.decorator';
import { LoginRequest, NewUserRequest, type LoginResponse, type UserResponse } from './access.dto';
import { AccessService } from './access.service';

@ApiTags('access')
@Controller('v1')
export class AccessController {
  constructor(private readonly access: AccessService) {}

  @Post('auth/login')
  @Public()
  @HttpCode(200)
  @ApiOperation({ summary: 'Sign in with a local account; answers with a bearer token.' })
  login(@Body() request: LoginRequest): Promise<LoginResponse> {
    return this.access.login(request);
  }

  @Post('users')
  @Roles('administrator')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Give a person access in one role.' })
  create(@Caller() ctx: CommandContext, @Body() request: NewUserRequest): Promise<UserResponse> {
    return this.access.create(ctx, request);
  }
}
