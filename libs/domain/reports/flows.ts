import type { AccountKind } from '../books/account';
import type { Movement, MovementFlow } from './monthly';

/** The area code of the Trust as a whole: all its stores, and what is under way between them. */
export const WHOLE = 'GMT';

/** Where one side of a transfer is. */
export interface Place {
  readonly kind: AccountKind;
  /** Country of the depot; null where the account has none. */
  readonly area: string | null;
  /** Whether it is for a member: then what is in transit is on its way out of the reserve. */
  readonly forMember: boolean;
}

/** Grams that went from one place to another in a month, all transfers of a kind together. */
export interface MonthOfTransfers {
  readonly product: string;
  readonly month: string;
  readonly from: Place;
  readonly to: Place;
  readonly grams: bigint;
  /** Whether they take back earlier transfers. */
  readonly reversal: boolean;
}

const STORED: readonly AccountKind[] = ['reserve-free', 'reserve-earmarked', 'reserve-hold'];

/** The areas in which a place counts as stock. */
function areasOf(place: Place): readonly string[] {
  if (STORED.includes(place.kind)) return place.area === null ? [WHOLE] : [place.area, WHOLE];
  return isBetweenDepots(place) ? [WHOLE] : [];
}

function isBetweenDepots({ kind, forMember }: Place): boolean {
  return kind === 'in-transit' && !forMember;
}

/**
 * What transfers are to each area whose stock they change. What takes an earlier transfer back
 * counts against the flow of that one: a receipt that was booked by mistake is no return.
 */
export function flowsOf(moved: MonthOfTransfers): readonly Movement[] {
  if (moved.reversal) {
    const original = { ...moved, from: moved.to, to: moved.from, reversal: false };
    return flowsOf(original).map((flow) => ({ ...flow, grams: -flow.grams }));
  }
  const { product, month, from, to, grams } = moved;
  const [left, reached] = [areasOf(from), areasOf(to)];
  const movement = (area: string, [flow, sign]: readonly [MovementFlow, bigint]): Movement => ({
    ...{ area, product, month, flow, grams: sign * grams },
  });
  return [
    ...left.filter((area) => !reached.includes(area)).map((area) => movement(area, outflow(to))),
    ...reached.filter((area) => !left.includes(area)).map((area) => movement(area, inflow(from))),
  ];
}

function outflow(to: Place): readonly [MovementFlow, bigint] {
  if (to.kind === 'outside') return ['returns', 1n];
  if (to.kind === 'loss') return ['losses', 1n];
  return STORED.includes(to.kind) || isBetweenDepots(to) ? ['transfers-out', 1n] : ['releases', 1n];
}

/** What comes back from a loss or a release makes that flow smaller. */
function inflow(from: Place): readonly [MovementFlow, bigint] {
  if (from.kind === 'outside') return ['receipts', 1n];
  if (from.kind === 'loss') return ['losses', -1n];
  const inside = STORED.includes(from.kind) || isBetweenDepots(from);
  return inside ? ['transfers-in', 1n] : ['releases', -1n];
}
