import type { Figure, Message } from './message';

/** An explanation as data, in reading order; no word of any language, and no figure rounded. */
export type Report<Id extends string> = readonly ReportPart<Id>[];

export type ReportPart<Id extends string> = Message<Id> | ReportTable<Id> | ReportChain<Id>;

export interface ReportTable<Id extends string> {
  /** The first one names the rows; the others head figures. */
  readonly columns: readonly Message<Id>[];
  /** A cell is a figure, a word, or nothing. */
  readonly rows: readonly (readonly ReportCell<Id>[])[];
}

export type ReportCell<Id extends string> = Figure | Message<Id> | null;

/** The steps that led to what one member, or claimant, or party gets. */
export interface ReportChain<Id extends string> {
  readonly of: Message<Id>;
  readonly steps: readonly Message<Id>[];
}
