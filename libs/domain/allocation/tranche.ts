import type { Delivery, PipelineInput, PipelineResult, RoutedAmount } from './pipeline-values';
import { runPipeline } from './pipeline';

/** One part of a release, over and above the parts before it. */
export interface Tranche {
  /** The run over everything released so far. */
  readonly cumulative: PipelineResult;
  /** What this tranche adds, in units; never negative. */
  readonly awards: readonly { readonly member: string; readonly award: bigint }[];
  /** What this tranche sends. */
  readonly routing: readonly RoutedAmount[];
  /** What has been sent in all, for the next tranche. */
  readonly delivered: readonly Delivery[];
}

/**
 * Stage 20: the next tranche of a disruption. The run is computed on the cumulative release, with
 * stocks as they were at the declaration, and the difference is handed out. What earlier tranches
 * sent stays where it went: its receivers cannot fall below it, and it no longer lies in its stock.
 */
export function nextTranche(input: PipelineInput, delivered: readonly Delivery[]): Tranche {
  const cumulative = runPipeline({ ...input, delivered });
  const { unit, routing } = cumulative;
  const before = new Map<string, bigint>();
  for (const { member, mass } of delivered) {
    before.set(member, (before.get(member) ?? 0n) + mass / unit);
  }
  return {
    cumulative,
    awards: cumulative.members.map(({ id, award }) => ({
      member: id,
      award: award - (before.get(id) ?? 0n),
    })),
    routing,
    delivered: [
      ...delivered,
      ...routing.map(({ stock, member, amount }) => ({ stock, member, mass: amount * unit })),
    ],
  };
}
