import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import { at } from '../at';
import type { Block } from './supply-network';

/** Members settled together and what holds them back. */
export interface Segment {
  readonly members: readonly number[];
  readonly cut: Block['cut'];
  /** The highest level that gives their awards; if `full`, the lowest: every higher one does. */
  readonly level: Rational;
  /** Whether all of them have their upper bound. */
  readonly full: boolean;
}

/**
 * Blocks in ascending level, from segments in ascending order: each segment gets the highest level
 * that neither itself nor any later one forbids, and segments of one level are one block.
 */
export function blocksOf(segments: readonly Segment[]): readonly Block[] {
  const blocks: Block[] = [];
  levelsOf(segments).forEach((level, index) => {
    const { members, cut } = at(segments, index);
    if (members.length === 0) return;
    const last = blocks.at(-1);
    if (last === undefined || rational.compare(last.level, level) < 0) {
      blocks.push({ level, members, cut });
    } else blocks[blocks.length - 1] = merged(last, { members, cut });
  });
  return blocks;
}

function levelsOf(segments: readonly Segment[]): readonly Rational[] {
  let most: Rational | null = null;
  let top = rational.ZERO;
  const highest = [...segments].reverse().map(({ full, level }) => {
    if (!full) most = rational.min(most ?? level, level);
    // Nothing forbids the last full segments any level: the one where the last of them was met.
    else if (most === null) top = rational.max(top, level);
    return most;
  });
  return highest.reverse().map((level) => level ?? top);
}

function merged(block: Block, { members, cut }: Pick<Block, 'members' | 'cut'>): Block {
  return {
    level: block.level,
    members: ascending([...block.members, ...members]),
    cut: {
      stocks: ascending([...block.cut.stocks, ...cut.stocks]),
      members: ascending([...block.cut.members, ...cut.members]),
    },
  };
}

function ascending(positions: readonly number[]): readonly number[] {
  return [...positions].sort((a, b) => a - b);
}
