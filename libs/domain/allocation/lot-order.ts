import { at } from '../at';
import { lotSchedule } from '../apportionment/lot-schedule';
import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import type { PipelineInput, PipelineResult } from './pipeline-values';
import { fill } from './water-level';

/** Most lots a run may be handed out in one by one. */
export const LOTS_MAX = 5_000n;

/**
 * Stage 19: who receives which lot of a run whose unit is a lot, as positions of members in the
 * order of the lots. The floors are paid for first and then the common level rises, each as in the
 * run, up to the whole awards: so what the first k lots are due is known for every k, and by
 * Tijdeman's schedule nobody is ever a whole lot away from it, nor gives one back. Null beyond
 * `LOTS_MAX`.
 */
export function lotOrder(input: PipelineInput, result: PipelineResult): readonly number[] | null {
  const { total } = result;
  if (total > LOTS_MAX) return null;
  const due = Array.from({ length: Number(total) }, (_, index) =>
    dueAt(input, result, BigInt(index + 1)),
  );
  return lotSchedule(due);
}

/** What the first lots are due to each member, exactly; sums to their number. */
export function dueAt(
  input: PipelineInput,
  { members }: PipelineResult,
  lots: bigint,
): readonly Rational[] {
  const estate = rational.of(lots);
  const whole = members.map(({ award }) => rational.of(award));
  const floors = members.map(({ floorAward }, index) => rational.min(floorAward, at(whole, index)));
  const ofFloors = rational.sum(floors);
  const isForFloors = rational.compare(estate, ofFloors) < 0;
  const claimants = members.map(({ weight }, index) => ({
    offset: rational.ZERO,
    weight: isForFloors ? rational.of(at(input.members, index).essential) : weight,
    lower: isForFloors ? rational.ZERO : at(floors, index),
    upper: at(isForFloors ? floors : whole, index),
  }));
  return fill(estate, claimants).awards;
}
