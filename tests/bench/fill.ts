import { fill, type Claimant } from '#domain/allocation/water-level';
import * as rational from '#domain/quantity/rational';
import { barOf, type Bar } from './bars';
import { ratiosOf, spreadOf, type Spread } from './statistics';
import { figure, textTable } from './table';

/** Claimants at which `fill` is timed, smallest first, and how often each. */
export interface FillPlan {
  readonly sizes: readonly number[];
  readonly rounds: number;
}

export interface FillGrowth {
  readonly claimants: number;
  readonly sort: Spread;
  readonly fill: Spread;
  readonly ratio: Spread;
}

/** The bar holds for a million claimants; fewer are shown only. */
const BAR_CLAIMANTS = 1_000_000;
const RATIO_MAX = 8;

/**
 * Sorting the claimants by an exact key made beforehand, the level at which each has all it may
 * have, and filling them, in turn within each round.
 */
export function measureFill(
  { sizes, rounds }: FillPlan,
  say: (text: string) => void,
): FillGrowth[] {
  return sizes.map((claimants) => {
    const list = claimantsOf(claimants);
    const estate = rational.div(rational.sum(list.map(({ upper }) => upper)), rational.of(2n));
    const keys = list.map(({ upper, weight }) => rational.div(upper, weight));
    const [sorts, fills]: [number[], number[]] = [[], []];
    // A round that is not counted comes first.
    for (let round = 0; round <= rounds; round += 1) {
      const unsorted = [...keys];
      const sort = duration(() => unsorted.sort(rational.compare));
      const filled = duration(() => fill(estate, list));
      if (!rational.equal(rational.sum(filled.result.awards), estate)) {
        throw new Error('the awards miss the estate');
      }
      if (round === 0) continue;
      sorts.push(sort.milliseconds);
      fills.push(filled.milliseconds);
    }
    say(`fill: ${claimants.toLocaleString('en-US')} claimants`);
    const ratio = ratiosOf(fills, sorts);
    return { claimants, sort: spreadOf(sorts), fill: spreadOf(fills), ratio };
  });
}

/** The ratio that is promised, where it was measured at the size it is promised for. */
export function fillBars(growth: readonly FillGrowth[]): Bar[] {
  const what = 'ms to fill 1,000,000 claimants against sorting them';
  return growth
    .filter(({ claimants }) => claimants === BAR_CLAIMANTS)
    .map(({ sort, fill: filled, ratio }) => ({
      ...barOf({ what, sense: 'at most', limit: RATIO_MAX }, ratio),
      ours: figure(filled.median),
      against: figure(sort.median),
    }));
}

export function fillTable(growth: readonly FillGrowth[]): string {
  const rows = growth.map(({ claimants, sort, fill: filled, ratio }) => [
    claimants.toLocaleString('en-US'),
    ...[filled.median, sort.median, ratio.median].map(figure),
  ]);
  return textTable([['claimants', 'fill, ms', 'sort, ms', 'ratio'], ...rows]);
}

/** Weights spread over nine orders of magnitude, floors for every third, masses up to 10^15. */
function claimantsOf(count: number): Claimant[] {
  const below = numbersFrom(20_251_124n);
  return Array.from({ length: count }, (_, index) => {
    const upper = below(10n ** 15n);
    return {
      offset: rational.ZERO,
      weight: rational.of(1n + below(10n ** (1n + below(9n)))),
      lower: rational.of(index % 3 === 0 ? below(1n + upper / 4n) : 0n),
      upper: rational.of(upper),
    };
  });
}

/** The same numbers on every machine (Knuth's MMIX generator). */
function numbersFrom(seed: bigint): (below: bigint) => bigint {
  let state = seed;
  return (below) => {
    state = BigInt.asUintN(64, state * 6364136223846793005n + 1442695040888963407n);
    return (state >> 8n) % below;
  };
}

function duration<T>(work: () => T): { readonly milliseconds: number; readonly result: T } {
  const begun = performance.now();
  const result = work();
  return { milliseconds: performance.now() - begun, result };
}
