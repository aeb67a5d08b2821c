import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public, Roles } from '#platform/auth/roles.decorator';
import type { CommandContext } from '#platform/database/command-context';
import { Caller } from '#platform/http/caller.decorator';
import { MATERIAL_CODE_PIPE, MEMBER_CODE_PIPE } from '#platform/http/code.pipe';
import {
  NewFormRequest,
  NewMaterialRequest,
  UsableFormsRequest,
  type EntryResponse,
  type MaterialResponse,
} from './materials.dto';
import { MaterialsService } from './materials.service';

@ApiTags('materials')
@Controller('v1')
export class MaterialsController {
  constructor(private readonly materials: MaterialsService) {}

  @Post('materials')
  @Roles('administrator')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'List a material that the Trust counts.' })
  list(@Caller() ctx: CommandContext, @Body() request: NewMaterialRequest): Promise<EntryResponse> {
    return this.materials.list(ctx, request);
  }

  @Post('materials/:code/forms')
  @Roles('administrator')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'List a traded form of a material with its contained fraction.' })
  listForm(
    @Caller() ctx: CommandContext,
    @Param('code', MATERIAL_CODE_PIPE) code: string,
    @Body() request: NewFormRequest,
  ): Promise<EntryResponse> {
    return this.materials.listForm(ctx, code, request);
  }

  @Post('members/:code/usable-forms')
  @Roles('administrator')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Record which forms a member was verified to be able to use.' })
  verifyUsableForms(
    @Caller() ctx: CommandContext,
    @Param('code', MEMBER_CODE_PIPE) member: string,
    @Body() request: UsableFormsRequest,
  ): Promise<EntryResponse> {
    return this.materials.verifyUsableForms(ctx, member, request);
  }

  @Get('materials')
  @Public()
  @ApiOperation({ summary: 'All materials with their forms.' })
  all(): Promise<{ materials: MaterialResponse[] }> {
    return this.materials.all();
  }
}
