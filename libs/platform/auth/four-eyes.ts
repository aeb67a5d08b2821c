import { DomainError } from '#domain/errors';
import type { Actor } from '../database/command-context';

/** Whoever took the first step may not take the second; the database checks it again. */
export function requireOtherPerson(actor: Actor, first: string | null, did: string): void {
  if (actor.id !== first) return;
  throw new DomainError(
    'forbidden',
    'four-eyes-required',
    `You ${did}; this step needs another administrator.`,
  );
}
