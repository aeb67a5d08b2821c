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

@Module({
  imports: [MaterialsModule, DepotsModule, ReservesModule, LotsModule, PledgesModule],
  controllers: [ContributionsController],
  providers: [NoticesService, ReceiptsService, ContributionsService, ContributionsQueries],
  exports: [NoticesService, ReceiptsService],
})
export class ContributionsModule {}
