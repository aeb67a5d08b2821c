import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public } from '#platform/auth/roles.decorator';
import type { ReserveResponse } from './reserves.dto';
import { ReservesService } from './reserves.service';

@ApiTags('reserves')
@Controller('v1/reserves')
export class ReservesController {
  constructor(private readonly reserves: ReservesService) {}

  @Get()
  @Public()
  @ApiOperation({ summary: 'What is held: free, earmarked and on hold, by depot and form.' })
  list(): Promise<{ reserves: ReserveResponse[] }> {
    return this.reserves.list();
  }
}
