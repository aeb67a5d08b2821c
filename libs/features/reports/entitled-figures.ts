import { dailyUse, joinUse, lastEndedYear, type DailyUse } from '#domain/reports/days-of-cover';
import type { Actor } from '#platform/database/command-context';
import type { NationalFigures } from '#features/baselines/national-figures.service';
import type { FiguresResponse, Withheld } from './reports.dto';

/** National figures as a report may use them for its reader, or why it may not. */
export interface UsableFigures {
  readonly use: DailyUse;
  /** Grams a year. */
  readonly yearlyUse: bigint;
  /** Grams; null for the Trust, which has none beside its reserve. */
  readonly ownStocks: bigint | null;
  readonly shown: FiguresResponse;
}
export type Figures = { readonly usable: UsableFigures } | { readonly withheld: Withheld };

const CONFIDENTIAL: Withheld = {
  code: 'confidential',
  reason: 'National figures are for their member, administrators and auditors.',
};
const NOT_RECORDED: Withheld = { code: 'not-recorded', reason: 'No figures are recorded.' };

/** National figures behind one wall: whatever a report is, its reader sees no more than this. */
export class EntitledFigures {
  constructor(
    private readonly reader: Actor | null,
    private readonly all: readonly NationalFigures[],
  ) {}

  /**
   * A member's figures of the newest year that had ended by the day. A year that is withheld is
   * not replaced by an older one.
   */
  ofMember(member: string, material: string, day: string): Figures {
    if (!this.seesAll() && this.reader?.member !== member) return { withheld: CONFIDENTIAL };
    const newest = this.newest(material, day).get(member);
    if (!newest) return { withheld: NOT_RECORDED };
    const { id, period, quality, withheld, figures } = newest;
    if (!figures) return { withheld: { code: 'withheld', reason: withheld ?? '' } };
    const use = dailyUse({ period, ...figures });
    const shown = { period, quality, baseline: id, membersCounted: null };
    const { consumption: yearlyUse, ownStocks } = figures;
    return { usable: { use, yearlyUse, ownStocks, shown } };
  }

  /**
   * All members' figures together. A sum over few would give each of them away, and a sum at two
   * times what came between, so it is for those who may see the parts.
   */
  ofAll(material: string, day: string): Figures {
    if (!this.seesAll()) return { withheld: CONFIDENTIAL };
    const given = [...this.newest(material, day).values()].flatMap(({ period, figures }) =>
      figures ? [{ period, ...figures }] : [],
    );
    if (given.length === 0) return { withheld: NOT_RECORDED };
    const membersCounted = given.length.toString();
    return {
      usable: {
        use: joinUse(given.map(dailyUse)),
        yearlyUse: given.reduce((sum, { consumption }) => sum + consumption, 0n),
        ownStocks: null,
        shown: { period: null, quality: null, baseline: null, membersCounted },
      },
    };
  }

  private newest(material: string, day: string): ReadonlyMap<string, NationalFigures> {
    const yearMax = lastEndedYear(day);
    // Later years come later and replace the earlier ones.
    return new Map(
      this.all
        .filter((one) => one.material === material && one.period <= yearMax)
        .map((one) => [one.member, one]),
    );
  }

  private seesAll(): boolean {
    return this.reader?.role === 'administrator' || this.reader?.role === 'auditor';
  }
}
