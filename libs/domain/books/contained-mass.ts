import { DomainError } from '../errors';
import * as Q from '../quantity/rational';

/**
 * Contained mass in whole grams: gross mass times assay, rounded down, so the books never add up
 * more than the assay supports. The assay is a mass fraction in (0, 1] as decimal text.
 */
export function containedGrams(grossGrams: bigint, assay: string): bigint {
  const contained = Q.floor(Q.mul(Q.of(grossGrams), Q.parseDecimal(assay)));
  if (contained > 0n) return contained;
  throw new DomainError('rule', 'contains-nothing', 'The lot contains less than one gram.', {
    pointer: '/grossMass',
  });
}
