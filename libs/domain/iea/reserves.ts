import * as rational from '../quantity/rational';
import type { Rational } from '../quantity/rational';

/** Days of net imports that a member commits to hold in reserve: 60 at signature, 90 since. */
export const COMMITMENT_DAYS = 90n;

/** Annex of the Agreement: crude counts less naphtha, products as the crude they were made from. */
const CRUDE = rational.ratio(96n, 100n);
const PRODUCTS = rational.ratio(1065n, 1000n);
/** The other method counts the three main groups of products only, and more of them. */
const MAIN_PRODUCTS = rational.ratio(12n, 10n);
/** A tenth of all stocks cannot be drawn. */
const DRAWABLE = rational.ratio(9n, 10n);

/** Reserve commitment: so many days of daily net imports; none for a net exporter. */
export function reserveCommitment(dailyNetImports: Rational, days = COMMITMENT_DAYS): Rational {
  return rational.mul(rational.max(rational.ZERO, dailyNetImports), rational.of(days));
}

/** A year's net imports and the stocks at its end, in one unit of mass. */
export interface CoverProblem {
  readonly netImportsPrimary: Rational;
  readonly netImportsProducts: Rational;
  /** Above 0. */
  readonly days: Rational;
  readonly stocksPrimary: Rational;
  readonly stocksProducts: Rational;
  readonly stocksMainProducts: Rational;
}

export interface Cover {
  readonly dailyNetImports: Rational;
  readonly commitment: Rational;
  readonly byAllProducts: CountedReserves;
  readonly byMainProducts: CountedReserves;
  /** Whether the better of the two methods meets the commitment. */
  readonly isCompliant: boolean;
}

export interface CountedReserves {
  readonly reserves: Rational;
  /** Null for a net exporter, whom no number of days would describe. */
  readonly daysOfCover: Rational | null;
}

/** Reserves against the 90 days' commitment, by both methods of the Annex of the Agreement. */
export function reserveCover(problem: CoverProblem): Cover {
  const dailyNetImports = rational.div(
    rational.add(
      rational.mul(CRUDE, problem.netImportsPrimary),
      rational.mul(PRODUCTS, problem.netImportsProducts),
    ),
    problem.days,
  );
  const commitment = reserveCommitment(dailyNetImports);
  const counted = (products: Rational): CountedReserves => {
    const crude = rational.mul(CRUDE, problem.stocksPrimary);
    const reserves = rational.mul(DRAWABLE, rational.add(crude, products));
    const daysOfCover = dailyNetImports.p > 0n ? rational.div(reserves, dailyNetImports) : null;
    return { reserves, daysOfCover };
  };
  const byAllProducts = counted(rational.mul(PRODUCTS, problem.stocksProducts));
  const byMainProducts = counted(rational.mul(MAIN_PRODUCTS, problem.stocksMainProducts));
  const better = rational.max(byAllProducts.reserves, byMainProducts.reserves);
  const isCompliant = rational.compare(better, commitment) >= 0;
  return { dailyNetImports, commitment, byAllProducts, byMainProducts, isCompliant };
}

export interface ReviewDay {
  readonly halfOfCommitments: Rational;
  /** Days until half is drawn, 0 when it is drawn already; null when nothing is being drawn. */
  readonly exactDays: Rational | null;
  readonly firstWholeDay: bigint | null;
}

/**
 * Articles 15 and 20: when drawdown obligations have reached half of all commitments, further
 * measures are to be decided. `drawn` so far, `shortfall` a day from now on.
 */
export function reviewDay(
  commitments: readonly Rational[],
  shortfall: Rational,
  drawn: Rational,
): ReviewDay {
  const halfOfCommitments = rational.div(rational.sum(commitments), rational.of(2n));
  const left = rational.max(rational.ZERO, rational.sub(halfOfCommitments, drawn));
  if (left.p > 0n && shortfall.p === 0n) {
    return { halfOfCommitments, exactDays: null, firstWholeDay: null };
  }
  const exactDays = left.p === 0n ? rational.ZERO : rational.div(left, shortfall);
  return { halfOfCommitments, exactDays, firstWholeDay: rational.ceil(exactDays) };
}
