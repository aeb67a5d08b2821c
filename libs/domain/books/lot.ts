import { DomainError } from '../errors';
import * as Q from '../quantity/rational';
import { accountKey, type AccountKind } from './account';
import type { Transfer } from './transfer';

/** Packages that depots take, by UN/CEFACT Recommendation 21 code. */
export const PACKAGE_UNITS: Readonly<Record<string, string>> = {
  '1A': 'steel drum',
  '1G': 'fibre drum',
  '43': 'super bulk bag',
  BG: 'bag',
  BX: 'box',
  DR: 'drum',
  IN: 'ingot',
  IZ: 'bundle of ingots',
  WA: 'intermediate bulk container',
};

/** Who vouches for the origin of a lot, by which standard, and what the certificate names. */
export interface Attestation {
  readonly standard: string;
  /** Hexadecimal SHA-256 of the certificate. */
  readonly certificate: string;
  readonly mine?: string;
  readonly refiner?: string;
  /** Country of origin, ISO 3166-1 alpha-3. */
  readonly country?: string;
}

/** What a lot weighs and what it holds, in grams; `contained` never exceeds `gross`. */
export interface LotMass {
  readonly gross: bigint;
  readonly contained: bigint;
}

/**
 * An assay with its uncertainty must stay a mass fraction: assay ± uncertainty in (0, 1].
 * Refuses `assay-out-of-range`.
 */
export function checkAssay(assay: string, uncertainty: string | null): void {
  if (uncertainty === null) return;
  const [measured, spread] = [Q.parseDecimal(assay), Q.parseDecimal(uncertainty)];
  const low = Q.compare(Q.sub(measured, spread), Q.ZERO) > 0;
  const high = Q.compare(Q.add(measured, spread), Q.ONE) <= 0;
  if (low && high) return;
  throw new DomainError(
    'rule',
    'assay-out-of-range',
    `An assay of ${assay} ± ${uncertainty} leaves the range above 0 and up to 1.`,
    { pointer: '/assayUncertainty', expected: '0 < assay ± uncertainty <= 1' },
  );
}

/**
 * Masses of parts that are taken out of a lot, by contained grams (> 0 each, at most `whole` in
 * all). Gross mass goes in proportion, by rounding down the running sum, so that the parts and
 * what is left add up to the whole to the gram, and no part holds more than it weighs.
 */
export function splitMass(whole: LotMass, parts: readonly bigint[]): readonly LotMass[] {
  let before = 0n;
  return parts.map((contained) => {
    const from = (whole.gross * before) / whole.contained;
    before += contained;
    return { gross: (whole.gross * before) / whole.contained - from, contained };
  });
}

const SHOWN_PLACES = 9;

/** Contained over gross as decimal text of nine places, rounded down but never to zero. */
export function shownAssay({ gross, contained }: LotMass): string {
  const scaled = (contained * 10n ** BigInt(SHOWN_PLACES)) / gross;
  const shown = Q.ratio(scaled === 0n ? 1n : scaled, 10n ** BigInt(SHOWN_PLACES));
  return Q.formatDecimal(shown, SHOWN_PLACES).replace(/\.?0+$/, '');
}

/** Where a lot can be: an account of its material, at a depot or none. */
export interface Place {
  readonly kind: AccountKind;
  readonly depot: string | null;
  /** The member whose account it is; the pool's when left out. */
  readonly member?: string;
}

/** The account of a place. */
export function placeKey(material: string, { kind, depot, member }: Place): string {
  return accountKey({ material, kind, member: member ?? null, depot });
}

/** A transfer that moves grams of a lot from one place to another. */
export function movement(
  id: string,
  lot: { readonly id: string; readonly material: string },
  way: { readonly from: Place; readonly to: Place },
  grams: bigint,
  effectiveDate: string,
): Transfer {
  return {
    id,
    kind: 'posted',
    pending: null,
    from: placeKey(lot.material, way.from),
    to: placeKey(lot.material, way.to),
    grams,
    lot: lot.id,
    effectiveDate,
  };
}

export const OUTSIDE: Place = { kind: 'outside', depot: null };
export const onHold = (depot: string): Place => ({ kind: 'reserve-hold', depot });
export const free = (depot: string): Place => ({ kind: 'reserve-free', depot });
export const earmarked = (depot: string, member: string): Place => ({
  ...{ kind: 'reserve-earmarked', depot, member },
});
export const inTransit = (depot: string): Place => ({ kind: 'in-transit', depot });
export const lost = (depot: string): Place => ({ kind: 'loss', depot });
