import { Module } from '@nestjs/common';
import { BaselinesModule } from '#features/baselines/baselines.module';
import { DeadlinesModule } from '#features/deadlines/deadlines.module';
import { DecisionsModule } from '#features/decisions/decisions.module';
import { DisruptionsModule } from '#features/disruptions/disruptions.module';
import { NeedsModule } from '#features/needs/needs.module';
import { PledgesModule } from '#features/pledges/pledges.module';
import { ReleaseRulesModule } from '#features/release-rules/release-rules.module';
import { ReservesModule } from '#features/reserves/reserves.module';
import { AllocationsController } from './allocations.controller';
import { AllocationsQueries } from './allocations.queries';
import { AllocationsService } from './allocations.service';
import { AwardsService } from './awards.service';
import { RunClaimsService } from './run-claims.service';
import { RunDecisionsService } from './run-decisions.service';
import { RunExecutorService } from './run-executor.service';
import { RunFreezeService } from './run-freeze.service';
import { RunProposeService } from './run-propose.service';
import { RunQueue } from './run-queue.service';
import { RunThreads } from './run-threads';
import { StandingController } from './standing.controller';
import { StandingQueries } from './standing.queries';
import { SnapshotsService } from './snapshots.service';

@Module({
  imports: [
    DecisionsModule,
    BaselinesModule,
    DeadlinesModule,
    DisruptionsModule,
    NeedsModule,
    PledgesModule,
    ReleaseRulesModule,
    ReservesModule,
  ],
  controllers: [AllocationsController, StandingController],
  providers: [
    AllocationsService,
    AllocationsQueries,
    AwardsService,
    RunDecisionsService,
    SnapshotsService,
    StandingQueries,
  ],
  exports: [AllocationsService, AwardsService, SnapshotsService],
})
export class AllocationsModule {}

/** Computing runs, in the worker. */
@Module({
  imports: [
    AllocationsModule,
    BaselinesModule,
    DeadlinesModule,
    DisruptionsModule,
    NeedsModule,
    PledgesModule,
    ReleaseRulesModule,
    ReservesModule,
  ],
  providers: [
    RunClaimsService,
    RunFreezeService,
    RunThreads,
    RunProposeService,
    RunExecutorService,
    RunQueue,
  ],
  exports: [RunQueue, RunExecutorService],
})
export class RunWorkerModule {}
