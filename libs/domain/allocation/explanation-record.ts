import * as rational from '../quantity/rational';
import type { Snapshot } from '../release/snapshot';
import type { Counterfactual } from './counterfactuals';
import { explain } from './explanation';
import type { RunFairness } from './explanation';
import type { MessageId } from './explanation-messages';
import type { LorenzPoint, Spread } from './fairness';
import type { Message } from './message';
import { runPipeline } from './pipeline';
import type { PipelineInput, PipelineResult } from './pipeline-values';
import { pipelineInput, requireEngine, spreadRecord } from './replay';
import type { SpreadRecord } from './run-record';

/** Why a run came out as it did, as strings only: messages by id, masses in grams. */
export interface ExplanationRecord {
  readonly run: readonly Message<MessageId>[];
  /** In ascending id. */
  readonly members: readonly MemberExplanationRecord[];
  readonly fairness: FairnessExplanation;
}

export interface MemberExplanationRecord {
  readonly member: string;
  readonly steps: readonly Message<MessageId>[];
  readonly otherRules: readonly Counterfactual[];
}

/** How evenly normal use is covered, before and after the awards. */
export interface FairnessExplanation {
  readonly before: SpreadExplanation;
  readonly after: SpreadExplanation;
}

export interface SpreadExplanation extends SpreadRecord {
  /** From nobody to everybody, the least covered first. */
  readonly lorenz: readonly { readonly members: string; readonly coverage: string }[];
}

/**
 * Explains a run from its snapshot alone, by computing it again: what it shows is what the record
 * of the run holds. Refuses as `engine-version-unknown` a snapshot of another engine.
 */
export function explanationOf(snapshot: Snapshot): ExplanationRecord {
  requireEngine(snapshot);
  const input = pipelineInput(snapshot);
  return explanationRecord(input, runPipeline(input));
}

/** The same of a run whose input and result are at hand. */
export function explanationRecord(input: PipelineInput, result: PipelineResult): ExplanationRecord {
  const { run, members, fairness } = explain(input, result);
  return { run, members, fairness: fairnessOf(fairness) };
}

function fairnessOf(fairness: RunFairness): FairnessExplanation {
  return {
    before: spreadOf(fairness.before, fairness.lorenzBefore),
    after: spreadOf(fairness.after, fairness.lorenzAfter),
  };
}

function spreadOf(spread: Spread, curve: readonly LorenzPoint[]): SpreadExplanation {
  const lorenz = curve.map(({ members, coverage }) => ({
    members: rational.format(members),
    coverage: rational.format(coverage),
  }));
  return { ...spreadRecord(spread), lorenz };
}
