import { Module } from '@nestjs/common';
import { DecisionsModule } from '#features/decisions/decisions.module';
import { ReleaseRulesController } from './release-rules.controller';
import { ReleaseRulesService } from './release-rules.service';

@Module({
  imports: [DecisionsModule],
  controllers: [ReleaseRulesController],
  providers: [ReleaseRulesService],
  exports: [ReleaseRulesService],
})
export class ReleaseRulesModule {}
