import { Module } from '@nestjs/common';
import { MaterialsModule } from '#features/materials/materials.module';
import { BaselinesController } from './baselines.controller';
import { BaselinesService } from './baselines.service';

@Module({
  imports: [MaterialsModule],
  controllers: [BaselinesController],
  providers: [BaselinesService],
  exports: [BaselinesService],
})
export class BaselinesModule {}
