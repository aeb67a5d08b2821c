import type { Bound } from './bound';
import type { Tier } from '../release/trigger';

/**
 * Everything one run found, as strings only, so that its canonical JSON is exact. Masses are grams
 * (whole, or `p/q` where marked exact), ratios `p` or `p/q`. Members and stocks in ascending id.
 */
export interface RunRecord {
  readonly v: '1';
  readonly engine: string;
  readonly disruption: {
    readonly id: string;
    readonly material: string;
    readonly declaredOn: string;
  };
  readonly rule: { readonly id: string; readonly version: string };
  /** Awards are whole multiples of this many grams. */
  readonly unitGrams: string;
  readonly horizonDays: string;
  readonly release: {
    readonly lossRatio: string;
    readonly tier: Tier;
    readonly restraint: string;
    readonly releaseFraction: string;
  };
  readonly members: readonly MemberRecord[];
  readonly stocks: readonly StockRecord[];
  /** The scaled floor pass with its certificate, or null when all floors are met. */
  readonly floorPass: PassRecord | null;
  /** The award pass with its certificate. */
  readonly awardPass: PassRecord;
  readonly rounding: readonly RoundingRecord[];
  readonly routing: readonly RoutingRecord[];
  readonly totals: TotalsRecord;
  readonly fairness: FairnessRecord;
}

export interface MemberRecord {
  readonly member: string;
  readonly forms: readonly string[];
  /** Exact grams per day. */
  readonly baselinePerDay: string;
  readonly ownSupplyPerDay: string;
  readonly lossRatio: string;
  readonly eligible: 'yes' | 'no';
  /** Exact grams over the horizon. */
  readonly permissible: string;
  readonly gap: string;
  readonly need: string | null;
  /** Essential use after the rule's cap. */
  readonly essential: string;
  /** Whole award units, in grams. */
  readonly claim: string;
  readonly floor: string;
  readonly weight: string;
  /** What the floor pass guarantees, and the award before rounding: exact grams. */
  readonly floorAward: string;
  readonly exactAward: string;
  readonly award: string;
  readonly bound: Bound;
  /** Supply over baseline need, at most 1; null without a baseline. */
  readonly coverageBefore: string | null;
  readonly coverageAfter: string | null;
  /** Days of normal consumption that the supply of the horizon covers; null without a baseline. */
  readonly daysBefore: string | null;
  readonly daysAfter: string | null;
}

/** free = opened + buffer + retained. */
export interface StockRecord {
  readonly stock: string;
  readonly depot: string;
  readonly form: string;
  readonly free: string;
  readonly opened: string;
  readonly buffer: string;
  readonly retained: string;
}

/** One leximin pass: its blocks with their cuts, and a flow in exact grams that carries it. */
export interface PassRecord {
  readonly blocks: readonly BlockRecord[];
  readonly flow: readonly {
    readonly stock: string;
    readonly member: string;
    readonly exactGrams: string;
  }[];
}

export interface BlockRecord {
  /** Exact grams per unit of weight (of essential use, in the floor pass). */
  readonly level: string;
  readonly members: readonly string[];
  /** What the block adds to the cut: these members get all of these stocks, and no more. */
  readonly cut: { readonly stocks: readonly string[]; readonly members: readonly string[] };
}

/** Members whose exact award was not whole, in order of priority. */
export interface RoundingRecord {
  readonly member: string;
  /** Of one award unit. */
  readonly fraction: string;
  readonly outcome: 'up' | 'down';
}

export interface RoutingRecord {
  readonly stock: string;
  readonly member: string;
  readonly grams: string;
}

/** opened = awarded + undistributed. */
export interface TotalsRecord {
  readonly opened: string;
  readonly awarded: string;
  readonly undistributed: string;
  readonly buffer: string;
}

export interface FairnessRecord {
  readonly membersCounted: string;
  readonly before: SpreadRecord;
  readonly after: SpreadRecord;
}

export interface SpreadRecord {
  readonly worstOff: { readonly member: string; readonly coverage: string } | null;
  readonly gini: string;
  readonly jain: string;
}
