import { Module } from '@nestjs/common';
import { DeadlinesModule } from '#features/deadlines/deadlines.module';
import { DecisionsModule } from '#features/decisions/decisions.module';
import { MaterialsModule } from '#features/materials/materials.module';
import { ReleaseRulesModule } from '#features/release-rules/release-rules.module';
import { DeclarationsService } from './declarations.service';
import { DisruptionsController } from './disruptions.controller';
import { DisruptionsService } from './disruptions.service';

@Module({
  imports: [DeadlinesModule, DecisionsModule, MaterialsModule, ReleaseRulesModule],
  controllers: [DisruptionsController],
  providers: [DeclarationsService, DisruptionsService],
  exports: [DisruptionsService],
})
export class DisruptionsModule {}
