import type { Difference } from '#domain/release/rule-difference';
import { Identifier, Optional } from '#platform/http/fields';

export class ComparisonQuery {
  /** Identifier of the rule to compare with; the one in force if not given. */
  @Optional() @Identifier() with?: string;
}

interface NamedRule {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly state: string;
}

/** What a member would have been awarded under each rule, in grams. */
export interface AwardChange {
  readonly member: string;
  readonly from: string;
  readonly to: string;
  readonly change: string;
}

export interface RuleComparison {
  readonly from: NamedRule;
  readonly to: NamedRule;
  readonly differences: readonly Difference[];
  /** What was frozen for the run published last, divided under both; null before there is one. */
  readonly lastDisruption: {
    readonly run: string;
    readonly disruption: string;
    /** Why the figures cannot be divided under one of the rules. */
    readonly refusal: string | null;
    readonly opened: { readonly from: string; readonly to: string } | null;
    readonly members: readonly AwardChange[];
  } | null;
}
