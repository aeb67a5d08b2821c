import * as rational from '../quantity/rational';
import { at } from '../at';
import type { Counterfactual } from './counterfactuals';
import { counterfactualsOf } from './counterfactuals';
import type { MessageId } from './explanation-messages';
import { explainMember } from './explain-member';
import { coveragesOf } from './coverages';
import { fairnessOf, lorenz } from './fairness';
import type { Fairness, LorenzPoint } from './fairness';
import { mass, named, part } from './message';
import type { Message } from './message';
import type { Report } from './report';
import type { PipelineInput, PipelineResult } from './pipeline-values';

/** Why a run came out as it did: data only, for programs to show in any language. */
export interface Explanation {
  readonly run: readonly Message<MessageId>[];
  readonly members: readonly MemberExplanation[];
  readonly fairness: RunFairness;
}

export interface MemberExplanation {
  readonly member: string;
  /** From baseline to routes; each names what bound it. */
  readonly steps: readonly Message<MessageId>[];
  /** What each rule of the literature would have given, had the total been one pool. */
  readonly otherRules: readonly Counterfactual[];
}

export interface RunFairness extends Fairness {
  readonly lorenzBefore: readonly LorenzPoint[];
  readonly lorenzAfter: readonly LorenzPoint[];
}

/** Explains a run from its input and its result; recomputes nothing but the other rules. */
export function explain(input: PipelineInput, result: PipelineResult): Explanation {
  const others = counterfactualsOf(input, result);
  return {
    run: runMessages(result),
    members: input.members.map(({ id }, index) => ({
      member: id,
      steps: explainMember(input, result, index),
      otherRules: at(others, index),
    })),
    fairness: runFairness(input, result),
  };
}

/** What is said of the run, and then the steps of each member: a report to be read. */
export function reportOf({ run, members }: Explanation): Report<MessageId> {
  return [
    ...run,
    ...members.map(({ member, steps }) => ({
      of: { id: 'member' as const, figures: { member: named(member) } },
      steps,
    })),
  ];
}

function runMessages(result: PipelineResult): readonly Message<MessageId>[] {
  const { tier, lossRatio, restraint, releaseFraction, review, unit } = result;
  const loss: Message<MessageId> = { id: `run.${tier}`, figures: { loss: part(lossRatio) } };
  if (tier === 'none') return [loss];
  const drawn = { drawn: part(review.drawn) };
  const reviewed: readonly Message<MessageId>[] = review.due
    ? [{ id: review.halved ? 'run.halved' : 'run.review-due', figures: drawn }]
    : [];
  const inMass = (units: bigint) => mass(rational.of(units * unit));
  const { total, undistributed } = result;
  return [
    loss,
    { id: 'run.opening', figures: { restraint: part(restraint), fraction: part(releaseFraction) } },
    ...reviewed,
    ...bufferOf(result),
    {
      id: 'run.opened',
      figures: {
        opened: inMass(total + undistributed),
        total: inMass(total),
        left: inMass(undistributed),
      },
    },
  ];
}

function bufferOf({ stocks, humanitarian }: PipelineResult): readonly Message<MessageId>[] {
  const buffer = stocks.reduce((sum, stock) => sum + stock.buffer, 0n);
  if (buffer === 0n) return [];
  const id = humanitarian === null ? 'run.buffer-held' : 'run.buffer-served';
  return [{ id, figures: { buffer: mass(rational.of(buffer)) } }];
}

/** Coverage of normal use over the horizon, before and after the awards. */
function runFairness(input: PipelineInput, result: PipelineResult): RunFairness {
  const coverages = coveragesOf(input, result);
  return {
    ...fairnessOf(coverages),
    lorenzBefore: lorenz(coverages, ({ before }) => before),
    lorenzAfter: lorenz(coverages, ({ after }) => after),
  };
}
