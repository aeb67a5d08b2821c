import { Module } from '@nestjs/common';
import { MaterialsModule } from '#features/materials/materials.module';
import { BaselinesController } from './baselines.controller';
import { BaselinesService } from './baselines.service';
import { NationalFiguresService } from './national-figures.service';

@Module({
  imports: [MaterialsModule],
  controllers: [BaselinesController],
  providers: [BaselinesService, NationalFiguresService],
  exports: [BaselinesService, NationalFiguresService],
})
export class BaselinesModule {}
