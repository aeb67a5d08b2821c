import { Module } from '@nestjs/common';
import { ReleaseRulesController } from './release-rules.controller';
import { ReleaseRulesService } from './release-rules.service';

@Module({
  controllers: [ReleaseRulesController],
  providers: [ReleaseRulesService],
  exports: [ReleaseRulesService],
})
export class ReleaseRulesModule {}
