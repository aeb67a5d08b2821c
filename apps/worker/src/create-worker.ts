import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { RunQueue } from '#features/allocations/run-queue.service';
import { ClockSweep } from '#features/clock/clock-sweep.service';
import { DeliveryLoop } from '#features/notices/delivery-loop.service';
import { ReminderSweep } from '#features/pledges/reminder-sweep.service';
import { Sequencer } from '#features/event-log/sequencer';
import { ImportQueue } from '#features/imports/import-queue.service';
import { ExpirySweep } from '#features/reserves/expiry-sweep.service';
import { WorkerModule } from './worker.module';

/** The worker, configured from the environment and at work. */
export async function createWorker(): Promise<INestApplicationContext> {
  const app = await NestFactory.createApplicationContext(WorkerModule, {
    logger: ['warn', 'error'],
    abortOnError: false,
  });
  app.enableShutdownHooks();
  app.get(Sequencer).start();
  app.get(RunQueue).start();
  app.get(ReminderSweep).start();
  app.get(ExpirySweep).start();
  app.get(ClockSweep).start();
  app.get(DeliveryLoop).start();
  app.get(ImportQueue).start();
  return app;
}
