import { Module } from '@nestjs/common';
import { MaterialsModule } from '#features/materials/materials.module';
import { ReservesModule } from '#features/reserves/reserves.module';
import { PledgesController } from './pledges.controller';
import { PledgesService } from './pledges.service';

@Module({
  imports: [MaterialsModule, ReservesModule],
  controllers: [PledgesController],
  providers: [PledgesService],
  exports: [PledgesService],
})
export class PledgesModule {}
