import { once } from 'node:events';
import { Readable } from 'node:stream';
import { Controller, Get, Header, Query, StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public } from '#platform/auth/roles.decorator';
import type { Actor } from '#platform/database/command-context';
import { Reader } from '#platform/http/caller.decorator';
import { EntriesQuery } from './event-log.dto';
import { LogReader, type LogEntryView } from './log-reader';

@ApiTags('log')
@Controller('log')
export class EventLogController {
  constructor(private readonly reader: LogReader) {}

  @Get('checkpoint')
  @Public()
  @Header('Content-Type', 'text/plain; charset=utf-8')
  @ApiOperation({ summary: 'The newest signed tree head (C2SP tlog-checkpoint).' })
  checkpoint(): Promise<string> {
    return this.reader.checkpoint();
  }

  @Get('key')
  @Public()
  @Header('Content-Type', 'text/plain; charset=utf-8')
  @ApiOperation({ summary: "The log's verifier key (C2SP signed-note). Pin it." })
  key(): Promise<string> {
    return this.reader.verifierKey();
  }

  @Get('entries')
  @Public()
  @ApiOperation({
    summary: 'Integrated entries by index; confidential bodies only to the entitled.',
  })
  async entries(
    @Reader() reader: Actor | null,
    @Query() query: EntriesQuery,
  ): Promise<{ entries: LogEntryView[] }> {
    const from = Number(query.from ?? '0');
    return { entries: await this.reader.entries(reader, from, Number(query.count ?? '100')) };
  }

  @Get('bundle')
  @Public()
  @ApiOperation({ summary: 'Everything a verifier needs, as canonical JSON Lines.' })
  async bundle(@Reader() reader: Actor | null): Promise<StreamableFile> {
    const lines = Readable.from(this.reader.bundle(reader), { objectMode: false });
    // The first line is drawn before any header leaves, so that a refusal is still a problem.
    await once(lines, 'readable');
    return new StreamableFile(lines, { type: 'application/jsonl' });
  }
}
