import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';
import type { ReleaseParameters } from './parameters';
import type { SnapshotDisruption, SnapshotMember } from './snapshot';
import type { SupplyPosition } from './trigger';

/**
 * A member's supply position in a disruption, in grams per day. A model, stated so that it can be
 * disputed:
 *   C         apparent consumption; baseline = base supply = C / days of the period
 *   gross     production + imports: what the consumption is fed from
 *   safe      min(own ore, production): production that needs no feed from abroad
 *   exposed   gross - safe: imports, and production fed by imports
 *   lost      min(1, sum over failing suppliers of the member's share x loss fraction)
 *   surviving (safe + exposed x (1 - lost)) / gross, or 1 - lost when gross is 0
 *   own supply = min(C / days, C / days x surviving
 *              + max(0, own government stocks - norm days x C / days) / horizon days)
 * Stocks can close the member's own loss but not more, so that one member's hoard never hides the
 * loss of the others from the group's trigger.
 * A failing supplier loses its exports, not its home use: its share in itself counts as 0.
 */
export function supplyPosition(
  member: SnapshotMember,
  disruption: SnapshotDisruption,
  parameters: Pick<ReleaseParameters, 'stockNormDays' | 'horizonDays'>,
): SupplyPosition {
  const { baseline } = member;
  const perDay = rational.ratio(BigInt(baseline.consumption), BigInt(baseline.days));
  const surviving = survivingFraction(member, lostFraction(member, disruption));
  const norm = rational.mul(rational.of(parameters.stockNormDays), perDay);
  const above = rational.max(
    rational.ZERO,
    rational.sub(rational.of(BigInt(baseline.ownStocks)), norm),
  );
  const arriving = rational.mul(perDay, surviving);
  const fromStocks = rational.div(above, rational.of(parameters.horizonDays));
  return {
    baseline: perDay,
    baseSupply: perDay,
    ownSupply: rational.min(perDay, rational.add(arriving, fromStocks)),
  };
}

/** The part of the member's exposed supply that fails, in [0, 1]. */
export function lostFraction(member: SnapshotMember, disruption: SnapshotDisruption): Rational {
  const lost = disruption.suppliers.map((supplier, index) => {
    const share = member.supplierShares[index]?.share ?? '0';
    if (supplier.member === member.member) return rational.ZERO;
    return rational.mul(rational.parse(share), rational.parse(supplier.lossFraction));
  });
  return rational.min(rational.ONE, rational.sum(lost));
}

/** The part of the member's supply that still arrives, in [0, 1]. */
export function survivingFraction(member: SnapshotMember, lost: Rational): Rational {
  const production = BigInt(member.baseline.production);
  const ownOre = BigInt(member.baseline.ownOre);
  const gross = production + BigInt(member.baseline.imports);
  const kept = rational.sub(rational.ONE, lost);
  if (gross === 0n) return kept;
  const safe = ownOre < production ? ownOre : production;
  const fed = rational.mul(rational.of(gross - safe), kept);
  return rational.div(rational.add(rational.of(safe), fed), rational.of(gross));
}
