import { DomainError } from '../errors';

/** What left a depot for a member, by lot, in grams. */
export interface ReleasedLine {
  readonly lot: string;
  readonly grams: bigint;
}

/** What a member says is missing or spoilt of one lot, in grams, and why. */
export interface Shortfall {
  readonly lot: string;
  readonly short: bigint;
  readonly damaged: bigint;
  readonly reason: string;
}

/** What of a release did arrive, and what of it is lost; both in grams. */
export interface Receipt {
  readonly collected: bigint;
  readonly lost: bigint;
}

/**
 * Checks the report of a collection against the release: each lot once, none that was not
 * released, no more missing than left the depot. Refuses `receipt-line-unknown`,
 * `receipt-line-twice`, `receipt-exceeds-release` and `receipt-lacks-nothing`, each with the
 * pointer of its line in `/lines`.
 */
export function checkReport(released: readonly ReleasedLine[], report: readonly Shortfall[]): void {
  const left = new Map(released.map(({ lot, grams }) => [lot, grams]));
  const seen = new Set<string>();
  report.forEach((line, index) => {
    const pointer = `/lines/${index}`;
    const lost = line.short + line.damaged;
    const grams = left.get(line.lot);
    if (grams === undefined) throw refuse('receipt-line-unknown', UNKNOWN, `${pointer}/lot`);
    if (seen.has(line.lot)) throw refuse('receipt-line-twice', TWICE, `${pointer}/lot`);
    if (lost === 0n) throw refuse('receipt-lacks-nothing', NOTHING, pointer);
    if (lost > grams) throw exceeds(line, grams, pointer);
    seen.add(line.lot);
  });
}

/** The sums of a release with what is missing of each line. */
export function receiptOf(
  lines: readonly Pick<Shortfall & ReleasedLine, 'grams' | 'short' | 'damaged'>[],
): Receipt {
  const lost = lines.reduce((sum, { short, damaged }) => sum + short + damaged, 0n);
  return { collected: lines.reduce((sum, { grams }) => sum + grams, 0n) - lost, lost };
}

const UNKNOWN = 'This lot is not on the pick list of the drawdown.';
const TWICE = 'This lot has a line already; say short and damaged in one.';
const NOTHING = 'This line says neither what is short nor what is damaged; leave it out.';

function refuse(code: string, detail: string, pointer: string): DomainError {
  return new DomainError('rule', code, detail, { pointer });
}

function exceeds({ lot, short, damaged }: Shortfall, grams: bigint, pointer: string): DomainError {
  return new DomainError(
    'rule',
    'receipt-exceeds-release',
    `${grams} g of lot ${lot} were released; ${short + damaged} g of it cannot be lost.`,
    { pointer, releasedGrams: `${grams}`, lostGrams: `${short + damaged}` },
  );
}
