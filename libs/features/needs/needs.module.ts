import { Module } from '@nestjs/common';
import { DisruptionsModule } from '#features/disruptions/disruptions.module';
import { NeedsController } from './needs.controller';
import { NeedsService } from './needs.service';

@Module({
  imports: [DisruptionsModule],
  controllers: [NeedsController],
  providers: [NeedsService],
  exports: [NeedsService],
})
export class NeedsModule {}
