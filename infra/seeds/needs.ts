import * as rational from '#domain/quantity/rational';
import { ESSENTIAL, NEED_BUYER, NEED_REFINER, refines, YEAR_DAYS } from './assumptions';
import type { BaselineRow } from './rows';
import type { SupplierLoss } from './scenarios';
import { gramsOfTonnes } from './world';

/** What a member's operator states in a disruption, in grams for the whole horizon. */
export interface StatedNeed {
  readonly need: bigint;
  readonly essential: bigint;
}

/**
 * The assumed need of a member: its use over the horizon, times the part of its gross supply that
 * is fed from abroad, times the share lost, times 110 % or 80 %; never more than the use itself.
 */
export function statedNeed(
  baseline: BaselineRow,
  suppliers: readonly SupplierLoss[],
  horizonDays: bigint,
): StatedNeed {
  const use = (gramsOfTonnes(baseline.consumption) * horizonDays) / YEAR_DAYS;
  const gross = gramsOfTonnes(baseline.production) + gramsOfTonnes(baseline.imports);
  const abroad = gross - gramsOfTonnes(baseline.ownOre);
  const factor = refines(baseline.member, baseline.material) ? NEED_REFINER : NEED_BUYER;
  const lost = suppliers.map((supplier) => {
    const origin = supplier.origins.find((one) => one.member === baseline.member);
    const share = rational.parse(origin?.share ?? supplier.worldShare);
    return rational.mul(share, rational.parse(supplier.lossFraction));
  });
  const fed = rational.mul(rational.ratio(use * abroad, gross), rational.sum(lost));
  const wanted = rational.floor(rational.mul(fed, factor));
  const need = wanted < use ? wanted : use;
  const essential = (use * ESSENTIAL.numerator) / ESSENTIAL.denominator;
  return { need, essential: essential < need ? essential : need };
}
