import { DomainError } from '#domain/errors';
import { parseMass, type WireMass } from '#domain/quantity/mass';

/** Whole grams of a mass field; a refusal points at the field inside the request. */
export function massAt(pointer: string, mass: WireMass): bigint {
  try {
    return parseMass(mass);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const inner = error.facts['pointer'];
    const place = `${pointer}${typeof inner === 'string' ? inner : ''}`;
    throw new DomainError(error.kind, error.code, error.message, {
      ...error.facts,
      pointer: place,
    });
  }
}

/** As `massAt`, for a mass that must not be zero. Refuses `mass-zero`. */
export function positiveMassAt(pointer: string, mass: WireMass): bigint {
  const grams = massAt(pointer, mass);
  if (grams > 0n) return grams;
  throw new DomainError('invalid', 'mass-zero', 'This mass must be more than zero.', { pointer });
}
