import { Injectable } from '@nestjs/common';
import { DomainError } from '#domain/errors';
import { formatMass } from '#domain/quantity/mass';
import { flowsOf, WHOLE } from '#domain/reports/flows';
import {
  monthCount,
  monthlyRows,
  monthPlus,
  monthsBetween,
  type Opening,
} from '#domain/reports/monthly';
import { daysBefore } from '#domain/release/calendar';
import { SnapshotReads } from '#platform/database/snapshot-reads';
import { ReserveHistoryService, type Level } from '#features/reserves/reserve-history.service';
import type { MonthlyQuery, MonthlyReportResponse } from './reports.dto';

/** Months of one report: ten years. */
const MONTHS_MAX = 120;
/** Booked from weighed and assayed lots: the best that there is. */
const FROM_THE_BOOKS = 'A';

/** Levels and flows of the stores, month by month, as statisticians collect them. */
@Injectable()
export class MonthlyService {
  constructor(
    private readonly reads: SnapshotReads,
    private readonly history: ReserveHistoryService,
  ) {}

  /**
   * One row for each area, month, product and flow, in tonnes, by effective month. An area is the
   * country of a depot, and `GMT` the whole. Refuses `days-reversed` and `months-too-many`.
   */
  report(query: MonthlyQuery): Promise<MonthlyReportResponse> {
    return this.reads.read(async (snapshot) => {
      const months = monthsOf(query, snapshot.now);
      const [first = '', last = ''] = [months.at(0), months.at(-1)];
      const [firstDay, lastDay] = [
        `${first}-01`,
        daysBefore(`${monthPlus(last, 1)}-01`, 1),
      ] as const;
      const logSize = await this.history.logSize(snapshot);
      const before = { logSize, day: daysBefore(firstDay, 1) };
      const levels = await this.history.levels(snapshot, before, query.material);
      const period = [firstDay, lastDay] as const;
      const moved = await this.history.moved(snapshot, logSize, period, query.material);
      const asked = ({ area }: { area: string }): boolean =>
        query.area === undefined || query.area === area;
      const openings = openingsOf(levels).filter(asked);
      const rows = monthlyRows(months, openings, moved.flatMap(flowsOf).filter(asked));
      return {
        asOf: { logSize, day: lastDay, readAt: snapshot.now },
        rows: rows.map(({ area, period: month, product, flow, grams }) => ({
          ...{ area, period: month, product, flow },
          ...formatMass(grams, 'TNE'),
          assessment: FROM_THE_BOOKS,
        })),
      };
    });
  }
}

/** The months asked for, or the twelve up to the last that has ended. */
function monthsOf({ from, to }: MonthlyQuery, now: string): readonly string[] {
  const last = to ?? monthPlus(now.slice(0, 7), -1);
  const first = from ?? monthPlus(last, -11);
  if (first > last) {
    throw new DomainError('invalid', 'days-reversed', 'The last month is before the first.', {
      pointer: '/to',
    });
  }
  const count = monthCount(first, last);
  if (count <= MONTHS_MAX) return monthsBetween(first, last);
  throw new DomainError(
    'invalid',
    'months-too-many',
    `A report has at most ${MONTHS_MAX} months; this one would have ${count}.`,
    { pointer: '/from' },
  );
}

/** Levels by area and product; what is under way to a depot is in no area but the whole. */
function openingsOf(levels: readonly Level[]): Opening[] {
  const sums = new Map<string, Opening>();
  const add = (area: string, product: string, grams: bigint): void => {
    const key = `${area}/${product}`;
    sums.set(key, { area, product, grams: (sums.get(key)?.grams ?? 0n) + grams });
  };
  for (const { material, kind, member, area, grams } of levels) {
    if (kind === 'delivered' || (kind === 'in-transit' && member !== null)) continue;
    add(WHOLE, material, grams);
    if (area !== null && kind !== 'in-transit') add(area, material, grams);
  }
  return [...sums.values()];
}
