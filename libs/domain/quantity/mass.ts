import { DomainError } from '../errors';

/** A mass as it travels: decimal text and a UN/CEFACT Recommendation 20 unit code. */
export interface WireMass {
  readonly value: string;
  readonly unit: string;
}

export const MASS_UNITS = ['GRM', 'KGM', 'TNE', 'APZ'] as const;

/**
 * Grams per unit as numerator over a power of ten (UNECE Recommendation 20, revision 17).
 * The troy ounce is 31.1034768 g; the others are whole grams.
 */
const GRAMS_PER_UNIT: Readonly<Record<string, { readonly n: bigint; readonly d: bigint }>> = {
  GRM: { n: 1n, d: 1n },
  KGM: { n: 1_000n, d: 1n },
  TNE: { n: 1_000_000n, d: 1n },
  APZ: { n: 311_034_768n, d: 10_000_000n },
};

export const MASS_VALUE = /^(0|[1-9][0-9]{0,17})(\.[0-9]{1,9})?$/;

/** The largest mass one record may hold, in grams: 10^12 t, well inside PostgreSQL's bigint. */
export const GRAMS_MAX = 1_000_000_000_000_000_000n;

/**
 * Whole grams of a wire mass. Metric masses must be whole grams; a troy-ounce mass is rounded
 * down to the gram, so the books never hold more than was weighed.
 */
export function parseMass(mass: WireMass): bigint {
  const unit = Object.hasOwn(GRAMS_PER_UNIT, mass.unit) ? GRAMS_PER_UNIT[mass.unit] : undefined;
  if (unit === undefined) {
    throw new DomainError('invalid', 'unit-unknown', `Unit "${mass.unit}" is not accepted.`, {
      pointer: '/unit',
      expected: [...MASS_UNITS],
    });
  }
  if (!MASS_VALUE.test(mass.value)) {
    throw new DomainError('invalid', 'mass-malformed', 'A mass is a plain decimal text.', {
      pointer: '/value',
      expected: '12500.5',
    });
  }
  const [whole = '0', decimals = ''] = mass.value.split('.');
  const scaled = BigInt(whole + decimals) * unit.n;
  const divisor = 10n ** BigInt(decimals.length) * unit.d;
  const grams = scaled / divisor;
  if (scaled % divisor !== 0n && mass.unit !== 'APZ') {
    throw new DomainError('invalid', 'mass-finer-than-gram', 'A mass is a whole number of grams.', {
      pointer: '/value',
    });
  }
  if (grams > GRAMS_MAX) {
    throw new DomainError('invalid', 'mass-too-large', `A mass is at most ${GRAMS_MAX} g.`, {
      pointer: '/value',
    });
  }
  return grams;
}

const DECIMALS_OF = { KGM: 3, TNE: 6 } as const;

/** The wire form of grams, exact and without trailing zeros: kilograms unless tonnes are asked. */
export function formatMass(grams: bigint, unit: keyof typeof DECIMALS_OF = 'KGM'): WireMass {
  const places = DECIMALS_OF[unit];
  const negative = grams < 0n;
  const digits = (negative ? -grams : grams).toString().padStart(places + 1, '0');
  const decimals = digits.slice(-places).replace(/0+$/, '');
  const text = `${digits.slice(0, -places)}${decimals === '' ? '' : `.${decimals}`}`;
  return { value: negative ? `-${text}` : text, unit };
}
