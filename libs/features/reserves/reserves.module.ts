import { Module } from '@nestjs/common';
import { BooksService } from './books.service';
import { GroupCommit } from './group-commit';
import { ReservesController } from './reserves.controller';
import { ReservesService } from './reserves.service';

@Module({
  controllers: [ReservesController],
  providers: [BooksService, GroupCommit, ReservesService],
  exports: [BooksService, GroupCommit, ReservesService],
})
export class ReservesModule {}
