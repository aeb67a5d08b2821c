import { Module } from '@nestjs/common';
import { AccountsController } from './accounts.controller';
import { AccountsService } from './accounts.service';
import { BooksService } from './books.service';
import { ExpiryService } from './expiry.service';
import { ExpirySweep } from './expiry-sweep.service';
import { GroupCommit } from './group-commit';
import { ReserveHistoryService } from './reserve-history.service';
import { ReservesController } from './reserves.controller';
import { ReservesService } from './reserves.service';
import { StatementsService } from './statements.service';

@Module({
  controllers: [ReservesController, AccountsController],
  providers: [
    BooksService,
    GroupCommit,
    ReservesService,
    ReserveHistoryService,
    AccountsService,
    StatementsService,
    ExpiryService,
  ],
  exports: [BooksService, GroupCommit, ReservesService, ReserveHistoryService, ExpiryService],
})
export class ReservesModule {}

/** Ending what has expired, in the worker. */
@Module({ imports: [ReservesModule], providers: [ExpirySweep], exports: [ExpirySweep] })
export class ExpiryWorkerModule {}
