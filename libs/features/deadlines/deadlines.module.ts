import { Module } from '@nestjs/common';
import { ReleaseRulesModule } from '#features/release-rules/release-rules.module';
import { DeadlineLists } from './deadline-lists.service';
import { DeadlinesController } from './deadlines.controller';
import { DeadlinesService } from './deadlines.service';
import { DueDeadlines } from './due-deadlines.service';

@Module({
  imports: [ReleaseRulesModule],
  controllers: [DeadlinesController],
  providers: [DeadlinesService, DeadlineLists, DueDeadlines],
  exports: [DeadlinesService, DeadlineLists, DueDeadlines],
})
export class DeadlinesModule {}
