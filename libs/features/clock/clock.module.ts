import { Module } from '@nestjs/common';
import { AllocationsModule } from '#features/allocations/allocations.module';
import { DeadlinesModule } from '#features/deadlines/deadlines.module';
import { DisruptionsModule } from '#features/disruptions/disruptions.module';
import { NeedsModule } from '#features/needs/needs.module';
import { ClockActs } from './clock-acts.service';
import { ClockSweep } from './clock-sweep.service';

@Module({
  imports: [AllocationsModule, DeadlinesModule, DisruptionsModule, NeedsModule],
  providers: [ClockActs],
  exports: [ClockActs],
})
export class ClockModule {}

/** The acts of the clock, again and again, in the worker. */
@Module({ imports: [ClockModule], providers: [ClockSweep], exports: [ClockSweep] })
export class ClockWorkerModule {}
