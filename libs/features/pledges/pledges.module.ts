import { Module } from '@nestjs/common';
import { MaterialsModule } from '#features/materials/materials.module';
import { ReservesModule } from '#features/reserves/reserves.module';
import { AmendmentsController } from './amendments.controller';
import { PledgeChangesService } from './pledge-changes.service';
import { PledgesController } from './pledges.controller';
import { PledgesQueries } from './pledges.queries';
import { PledgesService } from './pledges.service';
import { StandingService } from './standing.service';

@Module({
  imports: [MaterialsModule, ReservesModule],
  controllers: [PledgesController, AmendmentsController],
  providers: [PledgesService, PledgeChangesService, PledgesQueries, StandingService],
  exports: [PledgesService, StandingService],
})
export class PledgesModule {}
