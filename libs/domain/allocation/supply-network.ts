import type { Rational } from '../quantity/rational';

/** A stock a member can use; stocks and members are named by their position. */
export interface Route {
  readonly stock: number;
  readonly member: number;
  /** The most this route carries, or null when nothing limits it. */
  readonly cap: bigint | null;
}

/** Stocks, members and the routes between them; masses are whole numbers of one unit. */
export interface SupplyNetwork {
  readonly stocks: readonly bigint[];
  readonly memberCount: number;
  readonly routes: readonly Route[];
}

/** What one member may get, and the weight its award is measured by. */
export interface Stake {
  /** Positive, or 0 for a member that can get only its lower bound. */
  readonly weight: Rational;
  readonly lower: Rational;
  readonly upper: Rational;
}

/** Members settled at one level, and the cut that keeps them from rising. */
export interface Block {
  readonly level: Rational;
  readonly members: readonly number[];
  /**
   * What this block adds to the cut. All cut members together receive exactly all cut stocks, and
   * all that capped routes from other stocks let through: no feasible division gives them more.
   */
  readonly cut: { readonly stocks: readonly number[]; readonly members: readonly number[] };
}

/** An exact division with its certificate: a flow that carries it, and blocks that justify it. */
export interface Division {
  readonly awards: readonly Rational[];
  readonly blocks: readonly Block[];
  /** Mass on each route, in the order of the routes. */
  readonly flow: readonly Rational[];
}
