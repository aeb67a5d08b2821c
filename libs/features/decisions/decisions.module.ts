import { Module } from '@nestjs/common';
import { DecisionsController } from './decisions.controller';
import { DecisionsQueries } from './decisions.queries';
import { DecisionsService } from './decisions.service';

@Module({
  controllers: [DecisionsController],
  providers: [DecisionsQueries, DecisionsService],
  exports: [DecisionsService],
})
export class DecisionsModule {}
