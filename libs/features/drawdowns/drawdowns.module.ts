import { Module } from '@nestjs/common';
import { AllocationsModule } from '#features/allocations/allocations.module';
import { ReplenishmentsModule } from '#features/replenishments/replenishments.module';
import { ReservesModule } from '#features/reserves/reserves.module';
import { DrawdownsController } from './drawdowns.controller';
import { DrawdownsQueries } from './drawdowns.queries';
import { DrawdownsService } from './drawdowns.service';

@Module({
  imports: [AllocationsModule, ReplenishmentsModule, ReservesModule],
  controllers: [DrawdownsController],
  providers: [DrawdownsService, DrawdownsQueries],
})
export class DrawdownsModule {}
