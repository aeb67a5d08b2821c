import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public, Roles } from '#platform/auth/roles.decorator';
import type { CommandContext } from '#platform/database/command-context';
import { Caller } from '#platform/http/caller.decorator';
import { UuidPipe } from '#platform/http/uuid.pipe';
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
  @ApiOperation({ summary: 'Give a person access in one role, to be confirmed by another.' })
  create(@Caller() ctx: CommandContext, @Body() request: NewUserRequest): Promise<UserResponse> {
    return this.access.create(ctx, request);
  }

  @Post('users/:id/confirm')
  @HttpCode(200)
  @Roles('administrator')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Confirm access that another administrator gave.' })
  confirm(@Caller() ctx: CommandContext, @Param('id', UuidPipe) id: string): Promise<UserResponse> {
    return this.access.confirm(ctx, id);
  }
}
