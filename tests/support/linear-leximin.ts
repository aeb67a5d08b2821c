import type { Highs, Model } from 'highs';
import type { Stake, SupplyNetwork } from '#domain/allocation/supply-network';
import type { Rational } from '#domain/quantity/rational';

/**
 * Leximin by a sequence of linear programs, as an independent method and a peer in measurements:
 * raise the common level of all open members as far as it goes, settle those that the dual
 * solution says hold it back, repeat. One model is kept, so each solve starts from the last basis.
 * In floating point. Null when the lower bounds cannot be carried.
 */
export function linearLeximin(
  highs: Highs,
  network: SupplyNetwork,
  stakes: readonly Stake[],
): { readonly awards: readonly number[]; readonly solves: number } | null {
  if (stakes.length === 0) return { awards: [], solves: 0 };
  return highs.withModel(modelOf(highs, network, stakes), (model) => {
    model.options.set({ output_flag: false, dual_feasibility_tolerance: 1e-9 });
    model.options.set({ primal_feasibility_tolerance: 1e-9 });
    return raise(highs, model, network, scaledStakes(network, stakes));
  });
}

/** Relative, and far above what doubles lose in a few hundred programs. */
const ROUNDING = 1e-8;

interface Scaled {
  readonly mass: number;
  readonly stakes: readonly { weight: number; lower: number; upper: number }[];
}

/** Masses and weights divided by the largest of each: solvers like numbers near 1. */
function scaledStakes(network: SupplyNetwork, stakes: readonly Stake[]): Scaled {
  const heaviest = stakes.map(({ weight }) => decimal(weight)).reduce((a, b) => Math.max(a, b), 0);
  const mass = network.stocks.map(Number).reduce((a, b) => Math.max(a, b), 1);
  return {
    mass,
    stakes: stakes.map(({ weight, lower, upper }) => ({
      weight: decimal(weight) / (heaviest || 1),
      lower: decimal(lower) / mass,
      upper: decimal(upper) / mass,
    })),
  };
}

function raise(
  highs: Highs,
  model: Model,
  network: SupplyNetwork,
  { mass, stakes }: Scaled,
): { readonly awards: readonly number[]; readonly solves: number } | null {
  const { infinity, constants } = highs;
  const awards = stakes.map(() => Number.NaN);
  const open = new Set(stakes.keys());
  const sumRow = (member: number) => network.stocks.length + member;
  const levelRow = (member: number) => network.stocks.length + stakes.length + member;
  let solves = 0;
  for (; open.size > 0; solves += 1) {
    model.run();
    const status = model.getModelStatus();
    if (status === constants.modelStatus.infeasible && solves === 0) return null;
    if (status !== constants.modelStatus.optimal) throw new Error(`HiGHS ended with ${status}.`);
    const { colValue, rowDual } = model.getSolution();
    const level = colValue[0] ?? Number.NaN;
    const held = [...open].filter((member) => {
      const stake = stakes[member];
      if (stake === undefined) throw new Error('No such member.');
      return Math.abs(rowDual[levelRow(member)] ?? 0) > 1e-7 || stake.upper <= level * stake.weight;
    });
    if (held.length === 0) throw new Error('No dual value says who holds the level back.');
    for (const member of held) {
      const { weight = 0, lower = 0, upper = 0 } = stakes[member] ?? {};
      const award = Math.max(lower, Math.min(upper, level * weight));
      awards[member] = award * mass;
      open.delete(member);
      // A little less, or what rounding adds up to would make the next program infeasible.
      const least = Math.max(lower, award - ROUNDING * Math.max(award, ROUNDING));
      model.changeRowBounds(sumRow(member), least, upper);
      model.changeRowBounds(levelRow(member), -infinity, infinity);
    }
  }
  return { awards, solves };
}

/** Columns: the level, then the routes. Rows: stocks, members' sums, members against the level. */
function modelOf(highs: Highs, network: SupplyNetwork, stakes: readonly Stake[]) {
  const scaled = scaledStakes(network, stakes);
  const { mass } = scaled;
  const [stocks, members] = [network.stocks.length, stakes.length];
  const starts = [0];
  const indices: number[] = [];
  const values: number[] = [];
  scaled.stakes.forEach(({ weight }, member) => {
    if (weight === 0) return;
    indices.push(stocks + members + member);
    values.push(-weight);
  });
  starts.push(indices.length);
  for (const { stock, member } of network.routes) {
    indices.push(stock, stocks + member, stocks + members + member);
    values.push(1, 1, 1);
    starts.push(indices.length);
  }
  const { infinity } = highs;
  const [numCols, numRows] = [1 + network.routes.length, stocks + 2 * members];
  const caps = network.routes.map(({ cap }) => (cap === null ? infinity : Number(cap) / mass));
  return {
    numCols,
    numRows,
    sense: highs.constants.objectiveSense.maximize,
    colCost: [1, ...network.routes.map(() => 0)],
    colLower: Array.from({ length: numCols }, () => 0),
    colUpper: [infinity, ...caps],
    rowLower: [
      ...network.stocks.map(() => -infinity),
      ...scaled.stakes.map(({ lower }) => lower),
      ...stakes.map(() => 0),
    ],
    rowUpper: [
      ...network.stocks.map((stock) => Number(stock) / mass),
      ...scaled.stakes.map(({ upper }) => upper),
      ...stakes.map(() => infinity),
    ],
    matrix: { format: 'csc' as const, numRows, numCols, starts, indices, values },
  };
}

/** The nearest double, also of numbers too long for one. */
function decimal({ p, q }: Rational): number {
  const whole = p / q;
  const rest = ((p % q) * 10n ** 17n) / q;
  return Number(whole) + Number(rest) / 1e17;
}
