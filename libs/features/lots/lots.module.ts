import { Module } from '@nestjs/common';
import { DepotsModule } from '#features/depots/depots.module';
import { ReservesModule } from '#features/reserves/reserves.module';
import { CustodyQueries } from './custody.queries';
import { LotActsController } from './lot-acts.controller';
import { LotBooks } from './lot-books';
import { LotCutsService } from './lot-cuts.service';
import { LotLossesService } from './lot-losses.service';
import { LotMovesService } from './lot-moves.service';
import { LotObjectionsService } from './lot-objections.service';
import { LotsController } from './lots.controller';
import { LotsQueries } from './lots.queries';
import { LotsService } from './lots.service';

@Module({
  imports: [DepotsModule, ReservesModule],
  controllers: [LotsController, LotActsController],
  providers: [
    LotsService,
    LotsQueries,
    CustodyQueries,
    LotBooks,
    LotCutsService,
    LotMovesService,
    LotObjectionsService,
    LotLossesService,
  ],
  exports: [LotsService],
})
export class LotsModule {}
