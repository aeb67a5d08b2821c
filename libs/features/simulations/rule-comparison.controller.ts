import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '#platform/auth/roles.decorator';
import { UuidPipe } from '#platform/http/uuid.pipe';
import { ComparisonQuery, type RuleComparison } from './rule-comparison.dto';
import { RuleComparisonService } from './rule-comparison.service';

@ApiTags('release rules')
@Controller('v1/release-rules')
export class RuleComparisonController {
  constructor(private readonly comparison: RuleComparisonService) {}

  @Get(':id/comparison')
  @Roles('administrator', 'auditor')
  @ApiBearerAuth()
  @ApiOperation({ summary: 'What a rule changes, also to the awards of the last disruption.' })
  compare(
    @Param('id', UuidPipe) id: string,
    @Query() query: ComparisonQuery,
  ): Promise<RuleComparison> {
    return this.comparison.compare(id, query.with);
  }
}
