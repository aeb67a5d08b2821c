import { Controller, Get, Param, Query, type StreamableFile } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Public } from '#platform/auth/roles.decorator';
import type { Actor } from '#platform/database/command-context';
import { Reader } from '#platform/http/caller.decorator';
import { ExportQuery } from './exports.dto';
import { ExportsService } from './exports.service';

@ApiTags('exports')
@Controller('v1/exports')
export class ExportsController {
  constructor(private readonly exports: ExportsService) {}

  @Get(':file')
  @Public()
  @ApiBearerAuth()
  @ApiParam({ name: 'file', description: 'Dataset and format.', example: 'pledges.csv' })
  @ApiOperation({ summary: 'Records as CSV, XLSX or JSON Lines, to those who may list them.' })
  file(
    @Reader() reader: Actor | null,
    @Param('file') file: string,
    @Query() query: ExportQuery,
  ): Promise<StreamableFile> {
    return this.exports.file(reader, file, query);
  }
}
