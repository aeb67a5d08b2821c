import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { grouped } from '#domain/grouped';
import { joinStandings, type Standing } from '#domain/books/standing';
import { formatMass } from '#domain/quantity/mass';
import * as Q from '#domain/quantity/rational';
import { daysBefore } from '#domain/release/calendar';
import { utcToday } from '#platform/database/today';
import { StandingService } from '#features/pledges/standing.service';
import { ReleaseRulesService } from '#features/release-rules/release-rules.service';
import type { StandingFigures, StandingQuery, StandingResponse } from './standing.dto';

/** Places of a standing as people read it; decisions take the ratio. */
const PLACES = 6;

/** Standings as a run under the rule in force would count them. */
@Injectable()
export class StandingQueries {
  constructor(
    private readonly dataSource: DataSource,
    private readonly standings: StandingService,
    private readonly rules: ReleaseRulesService,
  ) {}

  /** Refuses `no-rule-in-force`, whose vesting days it needs. */
  async get(member: string, query: StandingQuery): Promise<StandingResponse> {
    const { manager } = this.dataSource;
    const rule = await this.rules.inForce({ manager });
    const declaredOn = query.declaredOn ?? (await utcToday(manager));
    const vestedBy = daysBefore(declaredOn, Number(rule.parameters.vestingDays));
    const { material } = query;
    const pledges = await this.standings.ofPledges(manager, {
      ...{ member, vestedBy },
      ...(material === undefined ? {} : { material }),
    });
    const materials = [...grouped(pledges, (one) => one.material)].map(([code, group]) => ({
      material: code,
      ...toFigures(joinStandings(group)),
      pledges: group.map(({ pledge, ...standing }) => ({ pledge, ...toFigures(standing) })),
    }));
    return { member, declaredOn, vestedBy, rule: rule.id, materials };
  }
}

function toFigures({ pledged, delivered, ratio }: Standing): StandingFigures {
  return {
    pledged: formatMass(pledged),
    delivered: formatMass(delivered),
    standing: Q.format(ratio),
    standingDecimal: Q.formatDecimal(ratio, PLACES),
  };
}
