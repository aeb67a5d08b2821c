import type { Rational } from '../quantity/rational';
import type { Assumptions } from '../release/assumptions';
import type { ReleaseParameters } from '../release/parameters';
import type { Review, ReviewOutcome } from '../release/review';
import type { Opening } from '../release/schedule';
import type { StockOpening } from '../release/stock-opening';
import type { SupplyPosition, Tier } from '../release/trigger';
import type { Bound } from './bound';
import type { Rounding } from './rounding';
import type { Division, SupplyNetwork } from './supply-network';

/** The values that pass between the stages of the pipeline; see `stages.ts` for the stages. */

/** One member's part of the input; masses in one unit (grams in a run), supply per day. */
export interface PipelineMember extends SupplyPosition {
  readonly id: string;
  /** Over the whole horizon; null when the member stated none. */
  readonly need: bigint | null;
  /** Essential use over the whole horizon, already capped. */
  readonly essential: bigint;
  readonly standing: Rational;
  readonly equityMultiplier: Rational;
  readonly forms: readonly string[];
  /** Exact minus granted over past runs, in units; 0 when left out. */
  readonly roundingCredit?: Rational;
}

export interface PipelineStock {
  readonly id: string;
  readonly form: string;
  readonly free: bigint;
  /** RFC 3339 date; a stock without one keeps for ever. Among equal routings the oldest goes. */
  readonly bestBefore?: string;
}

/** A limit on what one stock may send to one member, in the unit of the stocks. */
export interface RouteCap {
  readonly stock: string;
  readonly member: string;
  readonly cap: bigint;
}

/** What one unit costs from a stock to a member: kilometres, so that a routing costs t km. */
export interface RouteDistance {
  readonly stock: string;
  readonly member: string;
  readonly kilometres: bigint;
}

/** Mass that an earlier tranche has sent, in the unit of the stocks. */
export interface Delivery {
  readonly stock: string;
  readonly member: string;
  readonly mass: bigint;
}

/** A claimant of the humanitarian class: people outside national plans, by who serves them. */
export interface ClassClaimant {
  readonly id: string;
  readonly claim: bigint;
  readonly weight: Rational;
  readonly forms: readonly string[];
}

export interface PipelineInput {
  readonly parameters: ReleaseParameters;
  /** In ascending id, as are the stocks: the published order of ties and routing. */
  readonly members: readonly PipelineMember[];
  /** With what they held when the disruption was declared, less what is encumbered. */
  readonly stocks: readonly PipelineStock[];
  readonly routeCaps?: readonly RouteCap[];
  /** One for each route, or none at all: the routing of least cost, else the first in order. */
  readonly distances?: readonly RouteDistance[];
  /** Who claims the humanitarian buffer; left out, it is held back whole until they are known. */
  readonly humanitarian?: readonly ClassClaimant[];
  /** What earlier tranches of the same disruption have sent. */
  readonly delivered?: readonly Delivery[];
  readonly review?: Review;
  /** Settle the last tie in place of the ids; by member id. See `tie-order.ts`. */
  readonly tieKeys?: ReadonlyMap<string, string>;
  /** Of a simulation. */
  readonly assumed?: Assumptions;
}

/** A member's claim, floor and weight, with the steps that led to them (stages 7 to 9). */
export interface Demand {
  readonly id: string;
  readonly lossRatio: Rational;
  readonly eligible: boolean;
  readonly permissible: Rational;
  readonly gap: Rational;
  /** Units. */
  readonly claim: bigint;
  /** Units. */
  readonly floor: bigint;
  /** Mass: only its proportions matter. */
  readonly essential: bigint;
  readonly weight: Rational;
}

/** Everything the run found about one member; masses marked "units" are whole award units. */
export interface MemberOutcome extends Omit<Demand, 'essential'> {
  /** What the floor pass guarantees, in units. */
  readonly floorAward: Rational;
  /** In units. */
  readonly exactAward: Rational;
  /** In units. */
  readonly award: bigint;
  readonly bound: Bound;
}

export interface StockOutcome extends StockOpening {
  readonly id: string;
}

export interface RoutedAmount {
  readonly stock: string;
  readonly member: string;
  /** In units. */
  readonly amount: bigint;
}

/** What the humanitarian class received of its buffer (stage 10). */
export interface ClassOutcome {
  readonly claimants: readonly {
    readonly id: string;
    /** All three in units. */
    readonly claim: bigint;
    readonly exactAward: Rational;
    readonly award: bigint;
  }[];
  readonly network: SupplyNetwork;
  readonly division: Division;
  readonly routing: readonly RoutedAmount[];
}

export interface PipelineResult extends Opening {
  readonly lossRatio: Rational;
  readonly tier: Tier;
  /** One award unit, in the unit of the input. */
  readonly unit: bigint;
  readonly members: readonly MemberOutcome[];
  readonly stocks: readonly StockOutcome[];
  /** Null when its claimants are not known, and the buffer is held back. */
  readonly humanitarian: ClassOutcome | null;
  /** Stocks, in units, and the routes between them and the members; see `buildNetwork`. */
  readonly network: SupplyNetwork;
  /** The floor pass, when the floors had to be scaled; null when all of them are met. */
  readonly floorDivision: Division | null;
  readonly division: Division;
  readonly rounding: Rounding;
  /** Routes that carry something, in the order of stocks and members, less what was delivered. */
  readonly routing: readonly RoutedAmount[];
  /** Sum of the awards, in units, earlier tranches included. */
  readonly total: bigint;
  /** Opened but awarded to nobody, in units. */
  readonly undistributed: bigint;
  readonly review: ReviewOutcome;
}
