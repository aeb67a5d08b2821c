import { Controller, Get, Param, Query, type StreamableFile } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Public } from '#platform/auth/roles.decorator';
import type { Actor } from '#platform/database/command-context';
import { Reader } from '#platform/http/caller.decorator';
import { FORMATS, type Format } from '#platform/spreadsheet/formats';
import { tableFile } from '#platform/spreadsheet/table-file';
import type { Column, Row } from '#platform/spreadsheet/table';
import { FORMAT_PIPE } from './format.pipe';
import { MonthlyService } from './monthly.service';
import {
  COVER_COLUMNS,
  coverRows,
  MONTHLY_COLUMNS,
  monthlyTableRows,
  STOCK_COLUMNS,
  stockRows,
} from './report-tables';
import {
  MonthlyQuery,
  StockQuery,
  type AsOfResponse,
  type CoverReportResponse,
  type MonthlyReportResponse,
  type StockReportResponse,
} from './reports.dto';
import { StocksService } from './stocks.service';

const FORMAT = { name: 'format', enum: FORMATS, description: 'The file to save.' };

@ApiTags('reports')
@ApiBearerAuth()
@Controller('v1/reports')
export class ReportsController {
  constructor(
    private readonly stocks: StocksService,
    private readonly monthly: MonthlyService,
  ) {}

  @Get('days-of-cover')
  @Public()
  @ApiOperation({ summary: 'How many days the stocks last, by member and material.' })
  cover(@Reader() reader: Actor | null, @Query() query: StockQuery): Promise<CoverReportResponse> {
    return this.stocks.cover(reader, query);
  }

  @Get('days-of-cover.:format')
  @Public()
  @ApiParam(FORMAT)
  @ApiOperation({ summary: 'Days of cover as CSV, XLSX or JSON Lines.' })
  async coverFile(
    @Reader() reader: Actor | null,
    @Param('format', FORMAT_PIPE) format: Format,
    @Query() query: StockQuery,
  ): Promise<StreamableFile> {
    const report = await this.stocks.cover(reader, query);
    return file('days-of-cover', report.asOf, format, COVER_COLUMNS, coverRows(report));
  }

  @Get('stocks')
  @Public()
  @ApiOperation({ summary: 'Stocks as Article 22 of the Critical Raw Materials Act asks for.' })
  stockReport(
    @Reader() reader: Actor | null,
    @Query() query: StockQuery,
  ): Promise<StockReportResponse> {
    return this.stocks.stockReport(reader, query);
  }

  @Get('stocks.:format')
  @Public()
  @ApiParam(FORMAT)
  @ApiOperation({ summary: 'The stock report as CSV, XLSX or JSON Lines.' })
  async stockFile(
    @Reader() reader: Actor | null,
    @Param('format', FORMAT_PIPE) format: Format,
    @Query() query: StockQuery,
  ): Promise<StreamableFile> {
    const report = await this.stocks.stockReport(reader, query);
    return file(`stocks-${report.holder}`, report.asOf, format, STOCK_COLUMNS, stockRows(report));
  }

  @Get('monthly')
  @Public()
  @ApiOperation({ summary: 'Levels and flows of the stores month by month, in the shape of JODI.' })
  monthlyReport(@Query() query: MonthlyQuery): Promise<MonthlyReportResponse> {
    return this.monthly.report(query);
  }

  @Get('monthly.:format')
  @Public()
  @ApiParam(FORMAT)
  @ApiOperation({ summary: 'The monthly report as CSV, XLSX or JSON Lines.' })
  async monthlyFile(
    @Param('format', FORMAT_PIPE) format: Format,
    @Query() query: MonthlyQuery,
  ): Promise<StreamableFile> {
    const report = await this.monthly.report(query);
    return file('monthly', report.asOf, format, MONTHLY_COLUMNS, monthlyTableRows(report));
  }
}

/** Named after what it rests on: the last day and the size of the log. */
function file(
  report: string,
  { day, logSize }: AsOfResponse,
  format: Format,
  columns: readonly Column[],
  rows: Generator<Row>,
): Promise<StreamableFile> {
  return tableFile({ name: () => `gmt-${report}-${day}-log-${logSize}`, format, columns, rows });
}
