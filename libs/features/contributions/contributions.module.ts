import { Module } from '@nestjs/common';
import { DepotsModule } from '#features/depots/depots.module';
import { LotsModule } from '#features/lots/lots.module';
import { MaterialsModule } from '#features/materials/materials.module';
import { PledgesModule } from '#features/pledges/pledges.module';
import { ReservesModule } from '#features/reserves/reserves.module';
import { ContributionsController } from './contributions.controller';
import { ContributionsQueries } from './contributions.queries';
import { ContributionsService } from './contributions.service';
import { NoticesService } from './notices.service';
import { ReceiptsService } from './receipts.service';
import { ReversalsController } from './reversals.controller';
import { ReversalsService } from './reversals.service';

@Module({
  imports: [MaterialsModule, DepotsModule, ReservesModule, LotsModule, PledgesModule],
  controllers: [ContributionsController, ReversalsController],
  providers: [
    NoticesService,
    ReceiptsService,
    ContributionsService,
    ReversalsService,
    ContributionsQueries,
  ],
  exports: [NoticesService, ReceiptsService],
})
export class ContributionsModule {}
