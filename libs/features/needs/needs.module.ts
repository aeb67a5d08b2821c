import { Module } from '@nestjs/common';
import { DeadlinesModule } from '#features/deadlines/deadlines.module';
import { DisruptionsModule } from '#features/disruptions/disruptions.module';
import { NeedsController } from './needs.controller';
import { NeedsService } from './needs.service';

@Module({
  imports: [DeadlinesModule, DisruptionsModule],
  controllers: [NeedsController],
  providers: [NeedsService],
  exports: [NeedsService],
})
export class NeedsModule {}
