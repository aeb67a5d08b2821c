import { Module } from '@nestjs/common';
import { AllocationsModule } from '#features/allocations/allocations.module';
import { ReplenishmentsModule } from '#features/replenishments/replenishments.module';
import { ReservesModule } from '#features/reserves/reserves.module';
import { CollectionsService } from './collections.service';
import { DrawdownBooks } from './drawdown-books';
import { DrawdownsController } from './drawdowns.controller';
import { DrawdownsQueries } from './drawdowns.queries';
import { DrawdownsService } from './drawdowns.service';
import { EndUsesService } from './end-uses.service';
import { PickListsService } from './pick-lists.service';

@Module({
  imports: [AllocationsModule, ReplenishmentsModule, ReservesModule],
  controllers: [DrawdownsController],
  providers: [
    DrawdownsService,
    DrawdownsQueries,
    DrawdownBooks,
    PickListsService,
    CollectionsService,
    EndUsesService,
  ],
})
export class DrawdownsModule {}
