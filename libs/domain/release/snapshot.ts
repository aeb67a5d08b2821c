/**
 * The frozen input of one allocation run. Every leaf is a string, so its canonical JSON is exact:
 * grams are decimal integers, ratios are `p` or `p/q`, dates are RFC 3339 calendar dates.
 * A run reads nothing else, so anyone holding these bytes can compute the same result.
 */
export interface Snapshot {
  readonly v: '1';
  readonly engine: string;
  readonly disruption: SnapshotDisruption;
  readonly rule: {
    readonly id: string;
    readonly version: string;
    readonly parameters: RuleParametersRecord;
  };
  /** In ascending member code. */
  readonly members: readonly SnapshotMember[];
  /** In ascending stock id, which is `<depot>/<form>`. */
  readonly stocks: readonly SnapshotStock[];
}

export interface SnapshotDisruption {
  readonly id: string;
  readonly material: string;
  readonly declaredOn: string;
  /** Suppliers whose exports fail, and the fraction of them that is lost, in [0, 1]. */
  readonly suppliers: readonly { readonly member: string; readonly lossFraction: string }[];
}

export interface SnapshotMember {
  readonly member: string;
  readonly baseline: SnapshotBaseline;
  /**
   * Share of the member's outside supply that comes from each failing supplier, in the order of
   * `disruption.suppliers`, and whether it is measured for this member or the world's share.
   */
  readonly supplierShares: readonly {
    readonly share: string;
    readonly basis: 'origin' | 'world';
  }[];
  /** Stated need in grams for the whole horizon, or null when the member stated none. */
  readonly need: string | null;
  /** Essential use in grams for the whole horizon, as stated. */
  readonly essential: string;
  /** Vested deliveries over vested pledges, before clamping. */
  readonly standing: string;
  readonly equityMultiplier: string;
  /** Ids of the forms the member can use, ascending. */
  readonly forms: readonly string[];
}

/** Verified national figures of one period, in grams of contained mass over the whole period. */
export interface SnapshotBaseline {
  readonly period: string;
  readonly days: string;
  readonly quality: 'A' | 'B' | 'C' | 'D';
  readonly consumption: string;
  /** Production at the consumed stage, of which `ownOre` needs no feed from abroad. */
  readonly production: string;
  readonly ownOre: string;
  readonly imports: string;
  readonly exports: string;
  /** Government stocks; what exceeds the rule's norm counts as supply. */
  readonly ownStocks: string;
}

export interface SnapshotStock {
  readonly id: string;
  readonly depot: string;
  readonly form: string;
  /** Unencumbered grams: free, not earmarked, not on hold. */
  readonly free: string;
}

/** The release rule's parameters (allocation pipeline, parameter list), as strings. */
export interface RuleParametersRecord {
  readonly schedule: 'ramp' | 'step';
  readonly triggerGeneral: string;
  readonly triggerSevere: string;
  readonly restraintGeneral: string;
  readonly restraintSevere: string;
  readonly releaseGeneral: string;
  readonly releaseSevere: string;
  readonly standingMin: string;
  readonly equityMin: string;
  readonly equityMax: string;
  readonly floorCap: string;
  readonly humanitarianBuffer: string;
  readonly reviewAt: string;
  readonly baselineLagQuarters: string;
  readonly horizonDays: string;
  readonly vestingDays: string;
  readonly stockNormDays: string;
  /** Awards are whole multiples of this many grams. */
  readonly awardUnitGrams: string;
}
