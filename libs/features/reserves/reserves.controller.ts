import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public, Roles } from '#platform/auth/roles.decorator';
import type { AccountResponse, ReserveResponse } from './reserves.dto';
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

  @Get('accounts')
  @Roles('administrator', 'auditor')
  @ApiOperation({ summary: 'Every account of the books with its balance.' })
  accounts(): Promise<{ accounts: AccountResponse[] }> {
    return this.reserves.accounts();
  }
}
