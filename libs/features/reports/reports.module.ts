import { Module } from '@nestjs/common';
import { BaselinesModule } from '#features/baselines/baselines.module';
import { ReleaseRulesModule } from '#features/release-rules/release-rules.module';
import { ReservesModule } from '#features/reserves/reserves.module';
import { MonthlyService } from './monthly.service';
import { ReportsController } from './reports.controller';
import { StocksService } from './stocks.service';

@Module({
  imports: [BaselinesModule, ReservesModule, ReleaseRulesModule],
  controllers: [ReportsController],
  providers: [StocksService, MonthlyService],
})
export class ReportsModule {}
