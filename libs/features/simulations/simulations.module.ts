import { Module } from '@nestjs/common';
import { AllocationsModule } from '#features/allocations/allocations.module';
import { DisruptionsModule } from '#features/disruptions/disruptions.module';
import { ReleaseRulesModule } from '#features/release-rules/release-rules.module';
import { LiveFiguresService } from './live-figures.service';
import { RuleComparisonController } from './rule-comparison.controller';
import { RuleComparisonService } from './rule-comparison.service';
import { SimulationThreads } from './simulation-threads';
import { SimulationsController } from './simulations.controller';
import { SimulationsService } from './simulations.service';

@Module({
  imports: [AllocationsModule, DisruptionsModule, ReleaseRulesModule],
  controllers: [RuleComparisonController, SimulationsController],
  providers: [LiveFiguresService, RuleComparisonService, SimulationThreads, SimulationsService],
})
export class SimulationsModule {}
