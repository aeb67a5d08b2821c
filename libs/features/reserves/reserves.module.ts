import { Module } from '@nestjs/common';
import { BooksService } from './books.service';
import { ReservesController } from './reserves.controller';
import { ReservesService } from './reserves.service';

@Module({
  controllers: [ReservesController],
  providers: [BooksService, ReservesService],
  exports: [BooksService, ReservesService],
})
export class ReservesModule {}
