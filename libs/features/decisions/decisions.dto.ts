import type { QuorumRecord } from '#domain/release/quorum';
import type { Outcome } from '#domain/release/tally';
import type { ActKind } from './act.entity';

/** An act that somebody decided on, and what the decisions come to now. */
export interface ActResponse {
  readonly id: string;
  readonly kind: ActKind;
  readonly subject: string;
  readonly quorum: QuorumRecord;
  /**
   * The members that vote. Empty where administrators decide, and where those who gain are recused:
   * who is not among the others would gain from a run that is not published.
   */
  readonly electors: readonly { readonly member: string; readonly weight: string }[];
  readonly openedAt: string;
  readonly closesAt: string | null;
  readonly outcome: Outcome;
  /** Whether the outcome has taken effect. */
  readonly settled: boolean;
  readonly inFavour: string;
  readonly against: string;
  /** All weight of a vote, or the number of administrators needed. */
  readonly total: string;
  readonly decisions: readonly {
    readonly member: string | null;
    readonly side: string;
    readonly reason: string | null;
    readonly takenAt: string;
  }[];
}
