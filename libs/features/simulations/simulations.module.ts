import { Module } from '@nestjs/common';
import { AllocationsModule } from '#features/allocations/allocations.module';
import { DisruptionsModule } from '#features/disruptions/disruptions.module';
import { ReleaseRulesModule } from '#features/release-rules/release-rules.module';
import { LiveFiguresService } from './live-figures.service';
import { SimulationsController } from './simulations.controller';
import { SimulationsService } from './simulations.service';

@Module({
  imports: [AllocationsModule, DisruptionsModule, ReleaseRulesModule],
  controllers: [SimulationsController],
  providers: [LiveFiguresService, SimulationsService],
})
export class SimulationsModule {}
