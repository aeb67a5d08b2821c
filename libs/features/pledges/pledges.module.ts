import { Module } from '@nestjs/common';
import { MaterialsModule } from '#features/materials/materials.module';
import { ReservesModule } from '#features/reserves/reserves.module';
import { AmendmentsController } from './amendments.controller';
import { PledgeChangesService } from './pledge-changes.service';
import { ObligationsController } from './obligations.controller';
import { ObligationsQueries } from './obligations.queries';
import { PledgesController } from './pledges.controller';
import { PledgesQueries } from './pledges.queries';
import { PledgesService } from './pledges.service';
import { ReminderSweep } from './reminder-sweep.service';
import { RemindersService } from './reminders.service';
import { StandingService } from './standing.service';

@Module({
  imports: [MaterialsModule, ReservesModule],
  // The fixed path `pledges/obligations` goes before `pledges/:id`.
  controllers: [ObligationsController, PledgesController, AmendmentsController],
  providers: [
    PledgesService,
    PledgeChangesService,
    PledgesQueries,
    StandingService,
    ObligationsQueries,
  ],
  exports: [PledgesService, StandingService],
})
export class PledgesModule {}

/** Reminding of what is due, in the worker. */
@Module({ providers: [RemindersService, ReminderSweep], exports: [ReminderSweep] })
export class ReminderWorkerModule {}
