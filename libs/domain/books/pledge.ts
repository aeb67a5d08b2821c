import { DomainError } from '../errors';

/** A promise of contained mass and how much of it was delivered, in grams. */
export interface PledgeBalance {
  readonly grams: bigint;
  readonly delivered: bigint;
}

/** Grams of contributions to a pledge that are not decided yet, or changes of them. */
export interface UnderWay {
  /** As expected, until they are received. */
  readonly announced: bigint;
  /** As found, on hold at a depot. */
  readonly received: bigint;
}

/** Grams that are spoken for beside those delivered. */
export function underWayGrams({ announced, received }: UnderWay): bigint {
  return announced + received;
}

/** One dated part of a pledge. */
export interface Instalment {
  readonly dueDate: string;
  readonly grams: bigint;
}

/** An instalment with what it has received: deliveries fill the first due first. */
export interface InstalmentProgress extends Instalment {
  readonly delivered: bigint;
  readonly outstanding: bigint;
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
  return total(instalments);
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

/** Spreads what was delivered over the instalments, first due first. */
export function progress(
  instalments: readonly Instalment[],
  delivered: bigint,
): InstalmentProgress[] {
  let left = delivered;
  return instalments.map(({ dueDate, grams }) => {
    const part = left < grams ? left : grams;
    left -= part;
    return { dueDate, grams, delivered: part, outstanding: grams - part };
  });
}

/** For each instalment, the grams promised up to and with it. */
export function cumulativeGrams(instalments: readonly Instalment[]): bigint[] {
  let sum = 0n;
  return instalments.map(({ grams }) => (sum += grams));
}

/**
 * Grams of an amended pledge. What was delivered, or is on its way and not decided yet, stays
 * promised. Refuses `instalments-not-in-order` and `amendment-below-delivered`.
 */
export function amendedGrams(
  delivered: bigint,
  underWay: bigint,
  instalments: readonly Instalment[],
): bigint {
  const grams = pledgedGrams(instalments);
  if (grams >= delivered + underWay) return grams;
  throw new DomainError(
    'rule',
    'amendment-below-delivered',
    `The pledge must keep the ${delivered} g delivered and the ${underWay} g under way.`,
    {
      pointer: '/instalments',
      deliveredGrams: `${delivered}`,
      underWayGrams: `${underWay}`,
      proposedGrams: `${grams}`,
    },
  );
}

/** What a withdrawal would leave, and whether the member may do it alone. */
export interface Withdrawal {
  /** The instalments that stay: what was delivered or is under way, first due first. */
  readonly kept: readonly Instalment[];
  readonly freed: bigint;
  /** Of the freed part, what had fallen due before `today`: it takes an administrator's consent. */
  readonly overdue: bigint;
}

/**
 * The withdrawal of all that is neither delivered nor under way. Refuses `nothing-to-withdraw`.
 */
export function withdrawal(
  instalments: readonly Instalment[],
  delivered: bigint,
  underWay: bigint,
  today: string,
): Withdrawal {
  const parts = progress(instalments, delivered + underWay);
  const kept = parts
    .filter((part) => part.delivered > 0n)
    .map((part) => ({ dueDate: part.dueDate, grams: part.delivered }));
  const freed = outstandingOf(parts);
  if (freed === 0n) {
    throw new DomainError(
      'rule',
      'nothing-to-withdraw',
      `Of the pledge, ${delivered} g are delivered and ${underWay} g under way; nothing is left.`,
      { deliveredGrams: `${delivered}`, underWayGrams: `${underWay}` },
    );
  }
  return { kept, freed, overdue: outstandingOf(parts.filter(({ dueDate }) => dueDate < today)) };
}

function outstandingOf(parts: readonly InstalmentProgress[]): bigint {
  return parts.reduce((sum, { outstanding }) => sum + outstanding, 0n);
}

function total(instalments: readonly Instalment[]): bigint {
  return instalments.reduce((sum, { grams }) => sum + grams, 0n);
}

/**
 * Refuses `contribution-exceeds-pledge` when `grams` do not fit into what the pledge has left
 * beside `spokenFor`, the grams announced or received and not yet decided.
 */
export function requireRoom(pledge: PledgeBalance, spokenFor: bigint, grams: bigint): void {
  const outstanding = pledge.grams - pledge.delivered - spokenFor;
  if (grams <= outstanding) return;
  throw new DomainError(
    'rule',
    'contribution-exceeds-pledge',
    `The pledge has room for ${outstanding} g, ${grams} g are brought. Bring at most that, ` +
      'and offer a pledge for the rest; what scales tolerate is no part of a pledge.',
    { pointer: '/grossMass', outstandingGrams: `${outstanding}`, broughtGrams: `${grams}` },
  );
}
