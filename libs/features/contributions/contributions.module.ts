import { Module } from '@nestjs/common';
import { DepotsModule } from '#features/depots/depots.module';
import { MaterialsModule } from '#features/materials/materials.module';
import { PledgesModule } from '#features/pledges/pledges.module';
import { ReservesModule } from '#features/reserves/reserves.module';
import { ContributionsController } from './contributions.controller';
import { ContributionsQueries } from './contributions.queries';
import { ContributionsService } from './contributions.service';

@Module({
  imports: [MaterialsModule, DepotsModule, PledgesModule, ReservesModule],
  controllers: [ContributionsController],
  providers: [ContributionsService, ContributionsQueries],
})
export class ContributionsModule {}
