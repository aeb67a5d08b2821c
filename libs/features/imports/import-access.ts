import { DomainError } from '#domain/errors';
import { requireOwnMember } from '#platform/auth/own-member';
import type { Actor } from '#platform/database/command-context';
import type { ImportKind } from './import-kind';
import type { ImportEntity } from './import.entity';

/** Owner of what administrators bring in. */
export const TRUST = 'trust';

/** Whose import of this kind the actor's would be. Refuses `import-kind-not-yours`. */
export function ownerFor(actor: Actor, { role, name }: ImportKind): string {
  if (actor.role !== role) throw notYours(name, role);
  return role === 'administrator' ? TRUST : requireOwnMember(actor, actor.member);
}

/**
 * The import, when the actor may see it: operators see those of their member, and of any other are
 * told the same whether or not it exists. Refuses `member-not-yours` and `import-unknown`.
 */
export function requireSeen(actor: Actor, found: ImportEntity | null): ImportEntity {
  if (actor.role === 'operator') requireOwnMember(actor, found?.member);
  if (found) return found;
  throw new DomainError('not-found', 'import-unknown', 'No import has this id.');
}

/** The import, when the actor may act on it; refuses `import-kind-not-yours` as well. */
export function requireOwn(actor: Actor, found: ImportEntity | null): ImportEntity {
  const seen = requireSeen(actor, found);
  if (actor.role === 'administrator' && seen.owner !== TRUST) throw notYours(seen.kind, 'operator');
  return seen;
}

function notYours(kind: string, role: string): DomainError {
  return new DomainError(
    'forbidden',
    'import-kind-not-yours',
    `An import of ${kind} is for the role ${role}.`,
    { kind, role },
  );
}
