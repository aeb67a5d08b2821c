import { Module } from '@nestjs/common';
import { ReplenishmentsController } from './replenishments.controller';
import { ReplenishmentsService } from './replenishments.service';

@Module({
  controllers: [ReplenishmentsController],
  providers: [ReplenishmentsService],
  exports: [ReplenishmentsService],
})
export class ReplenishmentsModule {}
