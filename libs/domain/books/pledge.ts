import { DomainError } from '../errors';

/** A promise of contained mass and how much of it was delivered, in grams. */
export interface PledgeBalance {
  readonly grams: bigint;
  readonly delivered: bigint;
}

/** One dated part of a pledge. */
export interface Instalment {
  readonly dueDate: string;
  readonly grams: bigint;
}

/** Grams promised in all. Instalments must be in order of their dates, each later than the last. */
export function pledgedGrams(instalments: readonly Instalment[]): bigint {
  instalments.forEach((instalment, index) => {
    const before = instalments[index - 1];
    if (before !== undefined && before.dueDate >= instalment.dueDate) {
      throw new DomainError('rule', 'instalments-not-in-order', 'Instalments go by due date.', {
        pointer: `/instalments/${index}/dueDate`,
      });
    }
  });
  return instalments.reduce((sum, { grams }) => sum + grams, 0n);
}

/**
 * Delivered grams after one more accepted contribution. A pledge is a ceiling: what goes beyond
 * needs a new pledge. Refuses `contribution-exceeds-pledge`.
 */
export function deliver(pledge: PledgeBalance, grams: bigint): bigint {
  const outstanding = pledge.grams - pledge.delivered;
  if (grams > outstanding) {
    throw new DomainError(
      'rule',
      'contribution-exceeds-pledge',
      `The pledge has ${outstanding} g outstanding; ${grams} g were brought.`,
      { outstandingGrams: `${outstanding}`, broughtGrams: `${grams}` },
    );
  }
  return pledge.delivered + grams;
}
