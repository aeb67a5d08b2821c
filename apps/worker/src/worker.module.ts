import { Module } from '@nestjs/common';
import { RunWorkerModule } from '#features/allocations/allocations.module';
import { ClockWorkerModule } from '#features/clock/clock.module';
import { ENTITIES, FEATURES } from '#features/composition';
import { SequencerModule } from '#features/event-log/event-log.module';
import { ImportWorkerModule } from '#features/imports/imports.module';
import { NoticeWorkerModule } from '#features/notices/notices.module';
import { ReminderWorkerModule } from '#features/pledges/pledges.module';
import { ExpiryWorkerModule } from '#features/reserves/reserves.module';
import { AuthModule } from '#platform/auth/auth.module';
import { ConfigModule } from '#platform/config/config.module';
import { DatabaseModule } from '#platform/database/database.module';

/** The queue process: the same features, with sequencer, queues and reminders switched on. */
@Module({
  imports: [
    ConfigModule,
    DatabaseModule.forEntities(ENTITIES),
    AuthModule,
    ...FEATURES,
    SequencerModule,
    RunWorkerModule,
    ReminderWorkerModule,
    ExpiryWorkerModule,
    ClockWorkerModule,
    NoticeWorkerModule,
    ImportWorkerModule,
  ],
})
export class WorkerModule {}
