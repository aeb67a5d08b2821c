import * as rational from '../quantity/rational';
import { checkCertificate } from './certificate';
import type { Division, Stake, SupplyNetwork } from './supply-network';

/**
 * Checks a division in classes of priority: in the division of each class its own members have
 * their bounds, those of earlier classes the award they got there, those of later ones their lower
 * bound; each division is proven by its certificate. Returns the faults found.
 */
export function checkClasses(
  network: SupplyNetwork,
  stakes: readonly Stake[],
  classes: readonly (readonly number[])[],
  divisions: readonly Division[],
): readonly string[] {
  const faults = checkEachOnce(stakes.length, classes);
  if (divisions.length !== classes.length) faults.push('not one division for each class');
  if (faults.length > 0) return faults;
  const rankOf = new Map(classes.flatMap((members, rank) => members.map((one) => [one, rank])));
  return divisions.flatMap((division, rank) => {
    const held = stakes.map((stake, member): Stake => {
      const own = rankOf.get(member) ?? 0;
      if (own === rank) return stake;
      const award = own < rank ? divisions[own]?.awards[member] : stake.lower;
      const kept = award ?? stake.lower;
      return { weight: rational.ZERO, lower: kept, upper: kept };
    });
    const found = checkCertificate(network, held, division);
    return classes.length === 1 ? found : found.map((fault) => `class ${rank}: ${fault}`);
  });
}

function checkEachOnce(count: number, classes: readonly (readonly number[])[]): string[] {
  const named = classes.flat();
  const known = named.every((member) => Number.isInteger(member) && member >= 0 && member < count);
  const once = new Set(named).size === named.length && named.length === count;
  return known && once ? [] : ['the classes do not name each member once'];
}
