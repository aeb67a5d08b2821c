import { at } from '../at';
import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import { runPipeline } from './pipeline';
import type { PipelineInput, PipelineMember, PipelineResult } from './pipeline-values';

/** One thing that might be otherwise; masses in the unit of the input. */
export type Change =
  | { readonly kind: 'stock'; readonly stock: string; readonly more: bigint }
  | { readonly kind: 'need'; readonly member: string; readonly need: bigint | null }
  | { readonly kind: 'equity'; readonly member: string; readonly multiplier: Rational };

/** What a change would do to one member. */
export interface Effect {
  readonly member: string;
  /** Exact awards before rounding, and the whole ones: after the change less before, in mass. */
  readonly exact: Rational;
  readonly award: bigint;
  /** What the slope of the level foretells for a larger stock; null for another change. */
  readonly foretold: Rational | null;
}

export interface Sensitivity {
  readonly change: Change;
  readonly effects: readonly Effect[];
  /** Whether the slope foretells every exact award, so that it holds up to this change. */
  readonly isLinear: boolean;
}

/**
 * What a change would do, by running everything again: exact, whatever the change moves. For a
 * larger stock the slope of the level is given besides, which is exact as long as no member
 * reaches a bound and no other cut becomes tight.
 */
export function sensitivityTo(
  input: PipelineInput,
  result: PipelineResult,
  change: Change,
): Sensitivity {
  const changed = runPipeline(changedInput(input, change));
  const unit = rational.of(result.unit);
  const foretold = change.kind === 'stock' ? foretell(input, result, changed, change.stock) : null;
  const effects = result.members.map(({ id, exactAward, award }, index): Effect => {
    const after = at(changed.members, index);
    return {
      member: id,
      exact: rational.mul(rational.sub(after.exactAward, exactAward), unit),
      award: (after.award - award) * result.unit,
      foretold: foretold && rational.mul(at(foretold, index), unit),
    };
  });
  const isLinear = effects.every(
    (each) => each.foretold && rational.equal(each.exact, each.foretold),
  );
  return { change, effects, isLinear };
}

function changedInput(input: PipelineInput, change: Change): PipelineInput {
  if (change.kind === 'stock') {
    const stocks = input.stocks.map((stock) =>
      stock.id === change.stock ? { ...stock, free: stock.free + change.more } : stock,
    );
    return { ...input, stocks };
  }
  const changeOf = (member: PipelineMember): PipelineMember =>
    change.kind === 'need'
      ? { ...member, need: change.need }
      : { ...member, equityMultiplier: change.multiplier };
  const members = input.members.map((member) =>
    member.id === change.member ? changeOf(member) : member,
  );
  return { ...input, members };
}

/**
 * Units each member would gain: the stock's whole gain goes to those at the level of the block
 * whose cut it is in, by weight; a stock behind no cut has something left already.
 */
function foretell(
  { stocks }: PipelineInput,
  { network, division, members, floorDivision }: PipelineResult,
  changed: PipelineResult,
  stock: string,
): readonly Rational[] {
  const place = stocks.findIndex(({ id }) => id === stock);
  const gained = at(changed.network.stocks, place) - at(network.stocks, place);
  const block = division.blocks.find(({ cut }) => cut.stocks.includes(place));
  const rising = new Set(
    (block?.members ?? []).filter((index) => {
      const { floorAward, claim, weight } = at(members, index);
      const atLevel = rational.mul(block?.level ?? rational.ZERO, weight);
      return (
        rational.compare(atLevel, floorAward) >= 0 &&
        rational.compare(atLevel, rational.of(claim)) < 0
      );
    }),
  );
  const weights = rational.sum([...rising].map((index) => at(members, index).weight));
  return members.map(({ weight }, index) => {
    if (!rising.has(index) || floorDivision !== null) return rational.ZERO;
    return rational.mul(rational.of(gained), rational.div(weight, weights));
  });
}
