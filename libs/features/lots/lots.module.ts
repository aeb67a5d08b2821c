import { Module } from '@nestjs/common';
import { DepotsModule } from '#features/depots/depots.module';
import { ReservesModule } from '#features/reserves/reserves.module';
import { LotsService } from './lots.service';

@Module({
  imports: [DepotsModule, ReservesModule],
  providers: [LotsService],
  exports: [LotsService],
})
export class LotsModule {}
