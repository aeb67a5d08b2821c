import { Module } from '@nestjs/common';
import { BooksService } from './books.service';
import { GroupCommit } from './group-commit';
import { ReserveHistoryService } from './reserve-history.service';
import { ReservesController } from './reserves.controller';
import { ReservesService } from './reserves.service';

@Module({
  controllers: [ReservesController],
  providers: [BooksService, GroupCommit, ReservesService, ReserveHistoryService],
  exports: [BooksService, GroupCommit, ReservesService, ReserveHistoryService],
})
export class ReservesModule {}
