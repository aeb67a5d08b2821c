import { Module } from '@nestjs/common';
import { DeadlinesModule } from '#features/deadlines/deadlines.module';
import { MaterialsModule } from '#features/materials/materials.module';
import { DisruptionsController } from './disruptions.controller';
import { DisruptionsService } from './disruptions.service';

@Module({
  imports: [DeadlinesModule, MaterialsModule],
  controllers: [DisruptionsController],
  providers: [DisruptionsService],
  exports: [DisruptionsService],
})
export class DisruptionsModule {}
