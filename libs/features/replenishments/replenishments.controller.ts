import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public } from '#platform/auth/roles.decorator';
import type { ReplenishmentResponse } from './replenishments.dto';
import { ReplenishmentsService } from './replenishments.service';

@ApiTags('replenishments')
@Controller('v1/replenishments')
export class ReplenishmentsController {
  constructor(private readonly replenishments: ReplenishmentsService) {}

  @Get()
  @Public()
  @ApiOperation({ summary: 'What members owe back after drawdowns.' })
  list(): Promise<{ replenishments: ReplenishmentResponse[] }> {
    return this.replenishments.list();
  }
}
