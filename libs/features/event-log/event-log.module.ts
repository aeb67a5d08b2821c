import { Global, Module } from '@nestjs/common';
import { EventLog } from './event-log';
import { EventLogController } from './event-log.controller';
import { LogReader } from './log-reader';
import { LogSigner } from './log-signer';
import { Sequencer } from './sequencer';

/** Appending and reading the log, in every process. */
@Global()
@Module({
  controllers: [EventLogController],
  providers: [EventLog, LogReader],
  exports: [EventLog, LogReader],
})
export class EventLogModule {}

/** Integrating and signing it, in the worker. */
@Module({ providers: [Sequencer, LogSigner], exports: [Sequencer] })
export class SequencerModule {}
