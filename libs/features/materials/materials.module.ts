import { Module } from '@nestjs/common';
import { MaterialsController } from './materials.controller';
import { MaterialsService } from './materials.service';
import { SourcingRuleController } from './sourcing-rule.controller';
import { SourcingRuleService } from './sourcing-rule.service';

@Module({
  controllers: [MaterialsController, SourcingRuleController],
  providers: [MaterialsService, SourcingRuleService],
  exports: [MaterialsService, SourcingRuleService],
})
export class MaterialsModule {}
