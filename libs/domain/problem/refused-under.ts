import { DomainError } from '../errors';
import type { Place } from './place';

/**
 * Runs a rule on figures that were read from this place. The rule knows nothing of where they
 * stand, so that a refusal of its own, which points into its figures, is pointed at the place.
 */
export function refusedUnder<T>(place: Place, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const { pointer = '' } = error.facts;
    const facts = { ...error.facts, pointer: `${place.pointer}${String(pointer)}` };
    throw new DomainError(error.kind, error.code, error.message, facts);
  }
}
