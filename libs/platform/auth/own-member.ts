import { DomainError } from '#domain/errors';
import type { Actor } from '../database/command-context';

/**
 * An operator acts for its own member only. The refusal is the same whether or not the other
 * member or its record exists, so nothing can be learnt by asking.
 */
export function requireOwnMember(actor: Actor, member: string | null | undefined): string {
  if (actor.member !== null && actor.member === member) return actor.member;
  throw new DomainError('forbidden', 'member-not-yours', 'You act for your own member only.');
}
