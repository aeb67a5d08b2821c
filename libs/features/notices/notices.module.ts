import { Module } from '@nestjs/common';
import { ChannelsController } from './channels.controller';
import { ChannelsService } from './channels.service';
import { DeliveryLog } from './delivery-log.service';
import { DeliveryLoop } from './delivery-loop.service';
import { DeliveryQueue } from './delivery-queue.service';
import { DeliveryService } from './delivery.service';
import { Inbox } from './inbox.service';
import { NoticesController } from './notices.controller';

@Module({
  controllers: [NoticesController, ChannelsController],
  providers: [Inbox, ChannelsService, DeliveryLog, DeliveryQueue, DeliveryService],
  exports: [DeliveryService],
})
export class NoticesModule {}

/** Deliveries, again and again, in the worker. */
@Module({ imports: [NoticesModule], providers: [DeliveryLoop], exports: [DeliveryLoop] })
export class NoticeWorkerModule {}
