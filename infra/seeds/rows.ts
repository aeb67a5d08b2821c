/** Rows of the reference world as they are written in the JSON files: every figure is a text. */

export interface Sourced {
  /** Ids in `sources.json`. */
  readonly sources: readonly string[];
}

export interface SourceRow {
  readonly id: string;
  readonly title: string;
  readonly producer: string;
  readonly licence: string;
  readonly year: string;
}

/** A place in decimal degrees; only ever used to find what is near, and to draw. */
export interface Place {
  readonly latitude: string;
  readonly longitude: string;
}

export interface MemberRow extends Sourced {
  readonly code: string;
  readonly name: string;
  readonly region: string;
  readonly leastDeveloped: boolean;
  /** World Bank income group, as published. */
  readonly incomeGroup: string;
  readonly euMember: boolean;
  /** The seat of government, rounded; not a figure of the ledger. */
  readonly seat: Place;
}

export interface MaterialRow extends Sourced {
  readonly code: string;
  readonly name: string;
  readonly symbol: string;
  readonly basis: string;
}

export interface FormRow extends Sourced {
  readonly code: string;
  readonly material: string;
  readonly name: string;
  /** `refined` can be consumed as it is; `intermediate` needs a refinery first. */
  readonly stage: 'refined' | 'intermediate';
  /** Mass of the material per mass of the form, a decimal text in (0, 1]. */
  readonly containedFraction: string;
  readonly fractionKind: 'stoichiometric' | 'grade' | 'mixture';
  /** Of a stoichiometric form, and of no other. */
  readonly formula?: string | undefined;
  readonly hsCode: string;
  readonly note: string;
}

export interface DepotRow extends Sourced, Place {
  readonly unlocode: string;
  readonly name: string;
  readonly country: string;
}

/** National figures of one year, in tonnes of contained mass. */
export interface BaselineRow extends Sourced {
  readonly member: string;
  readonly material: string;
  readonly period: string;
  readonly quality: 'A' | 'B' | 'C' | 'D';
  readonly consumption: string;
  /** Output at the consumed stage, of which `ownOre` needs no feed from abroad. */
  readonly production: string;
  readonly ownOre: string;
  readonly imports: string;
  readonly exports: string;
  readonly method: 'published' | 'derived';
  readonly note: string;
}

/** Output of an area (`WLD` is the published world total) in tonnes of contained mass a year. */
export interface ProductionRow extends Sourced {
  readonly area: string;
  readonly material: string;
  readonly stage: 'mine' | 'refined';
  readonly year: string;
  readonly tonnes: string;
  readonly estimated: boolean;
}

/** Which part of an importer's supply comes from one supplier; `EUU` is the European Union. */
export interface OriginShareRow extends Sourced {
  readonly importer: string;
  readonly supplier: string;
  readonly material: string;
  readonly stage: 'mine' | 'refined';
  readonly period: string;
  readonly share: string;
}

export interface PriceRow extends Sourced {
  readonly material: string;
  readonly form: string;
  readonly quote: string;
  readonly year: string;
  readonly usdPerTonneContained: string;
  readonly estimated: boolean;
}

export interface ScenarioSupplierRow {
  readonly member: string;
  readonly lossFraction: string;
  /** Without `share`, the supplier's part of the world's output at that stage in that year. */
  readonly worldShare: {
    readonly stage: string;
    readonly year: string;
    readonly share?: string | undefined;
  };
}

export interface ScenarioRow {
  readonly id: string;
  readonly title: string;
  readonly material: string;
  readonly kind: string;
  readonly cause: string;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly declaredOn: string;
  /** The last year whose figures are old enough for the rule on that day. */
  readonly figuresOf: string;
  readonly suppliers: readonly ScenarioSupplierRow[];
  readonly figures: readonly {
    readonly what: string;
    readonly value: string;
    readonly unit: string;
    readonly source: string;
  }[];
  /** Per field, whether it was found in a source or assumed, in a few words. */
  readonly verification: Readonly<Record<string, string>>;
  readonly evidence: readonly { readonly title: string; readonly url: string }[];
}
