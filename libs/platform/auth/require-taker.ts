import type { Move } from '#domain/lifecycle/lifecycle';
import type { Actor } from '../database/command-context';
import { requireOtherPerson } from './four-eyes';
import { requireOwnMember } from './own-member';

/**
 * Whether this person may take a step of a record: of its member where operators act, and nobody
 * whom the step excludes. The role itself is the route's; the database checks the people again.
 */
export function requireTaker(
  actor: Actor,
  move: Move<string>,
  record: { readonly member: string },
): void {
  if (move.by === 'operator') requireOwnMember(actor, record.member);
  const people = record as Readonly<Record<string, unknown>>;
  for (const [field, did] of Object.entries(move.notBy)) {
    const first = people[field];
    requireOtherPerson(actor, typeof first === 'string' ? first : null, did);
  }
}
