import { Readable } from 'node:stream';
import {
  Body,
  Controller,
  Get,
  HttpCode,
  Param,
  Post,
  Put,
  Query,
  Req,
  StreamableFile,
} from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiConsumes, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { assert } from '#domain/assert';
import { Public, Roles } from '#platform/auth/roles.decorator';
import type { Actor, CommandContext } from '#platform/database/command-context';
import { fileTypeOf } from '#platform/http/body.middleware';
import { Caller, Reader } from '#platform/http/caller.decorator';
import { UuidPipe } from '#platform/http/uuid.pipe';
import { MEDIA_TYPES } from '#platform/spreadsheet/limits';
import { ImportKindsService } from './import-kinds.service';
import { templateOf, toKindResponse, type KindResponse } from './import-templates';
import {
  ErrorsQuery,
  FormatRequest,
  NewImportRequest,
  PageQuery,
  type ImportAnswer,
  type ImportErrorResponse,
  type ImportResponse,
} from './imports.dto';
import { ImportsQueries, type FileBack } from './imports.queries';
import { ImportsService } from './imports.service';

@ApiTags('imports')
@Controller('v1/imports')
export class ImportsController {
  constructor(
    private readonly imports: ImportsService,
    private readonly queries: ImportsQueries,
    private readonly kinds: ImportKindsService,
  ) {}

  @Get('kinds')
  @Public()
  @ApiOperation({ summary: 'What can be imported, and with which columns.' })
  listKinds(): { kinds: KindResponse[] } {
    return { kinds: this.kinds.all().map(toKindResponse) };
  }

  @Get('templates/:file')
  @Public()
  @ApiOperation({ summary: 'An empty file of a kind, such as `pledges.csv` or `pledges.xlsx`.' })
  template(@Param('file') file: string): StreamableFile {
    return toDownload(templateOf(this.kinds.all(), file));
  }

  @Post()
  @Roles('operator', 'administrator')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Announce a file.' })
  open(@Caller() ctx: CommandContext, @Body() request: NewImportRequest): Promise<ImportAnswer> {
    return this.imports.open(ctx, request);
  }

  @Put(':id/file')
  @Roles('operator', 'administrator')
  @ApiBearerAuth()
  @ApiConsumes(...Object.values(MEDIA_TYPES))
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiOperation({ summary: 'Send the bytes of the announced file.' })
  upload(
    @Caller() ctx: CommandContext,
    @Param('id', UuidPipe) id: string,
    @Req() request: Request,
  ): Promise<ImportAnswer> {
    // Leaving early must not cut the connection that carries the refusal.
    const bytes = request.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>;
    return this.imports.upload(ctx, id, fileTypeOf(request), bytes);
  }

  @Post(':id/confirm')
  @HttpCode(200)
  @Roles('operator', 'administrator')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Say how the file is read; every row is then checked.' })
  confirm(
    @Caller() ctx: CommandContext,
    @Param('id', UuidPipe) id: string,
    @Body() request: FormatRequest,
  ): Promise<ImportAnswer> {
    return this.imports.confirm(ctx, id, request);
  }

  @Post(':id/commit')
  @HttpCode(200)
  @Roles('operator', 'administrator')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Order what was checked to be brought in.' })
  commit(@Caller() ctx: CommandContext, @Param('id', UuidPipe) id: string): Promise<ImportAnswer> {
    return this.imports.commit(ctx, id);
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @Roles('operator', 'administrator')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Give up an import of which nothing was brought in.' })
  cancel(@Caller() ctx: CommandContext, @Param('id', UuidPipe) id: string): Promise<ImportAnswer> {
    return this.imports.cancel(ctx, id);
  }

  @Get()
  @Roles('operator', 'administrator', 'auditor')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Imports, oldest first, a hundred a page.' })
  list(
    @Reader() reader: Actor | null,
    @Query() { after }: PageQuery,
  ): Promise<{ imports: ImportResponse[]; next?: string }> {
    return this.queries.list(signedIn(reader), after);
  }

  @Get(':id')
  @Roles('operator', 'administrator', 'auditor')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'One import: how far it is, what was detected, why it failed.' })
  get(@Reader() reader: Actor | null, @Param('id', UuidPipe) id: string): Promise<ImportResponse> {
    return this.queries.get(signedIn(reader), id);
  }

  @Get(':id/errors')
  @Roles('operator', 'administrator', 'auditor')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'What is wrong with the rows, a thousand errors a page.' })
  errors(
    @Reader() reader: Actor | null,
    @Param('id', UuidPipe) id: string,
    @Query() { after }: ErrorsQuery,
  ): Promise<{ errors: ImportErrorResponse[]; next?: string }> {
    return this.queries.errors(signedIn(reader), id, after);
  }

  @Get(':id/errors-file')
  @Roles('operator', 'administrator', 'auditor')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'The file as it came, with a column of errors.' })
  async errorsFile(
    @Reader() reader: Actor | null,
    @Param('id', UuidPipe) id: string,
  ): Promise<StreamableFile> {
    return toDownload(await this.queries.fileBack(signedIn(reader), id));
  }
}

function signedIn(reader: Actor | null): Actor {
  assert(reader, 'the route is closed to the public');
  return reader;
}

function toDownload({ name, mediaType, bytes }: FileBack): StreamableFile {
  const disposition = `attachment; filename="${name}"`;
  return new StreamableFile(Readable.from(bytes), { type: mediaType, disposition });
}
