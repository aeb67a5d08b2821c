import { assert } from '#domain/assert';
import type { Actor } from '#platform/database/command-context';

/** Whose notices somebody reads: an operator its member's, an administrator those of the Trust. */
export function recipientOf(actor: Actor): string {
  if (actor.role === 'administrator') return 'trust';
  assert(actor.member, 'only operators and administrators have notices');
  return actor.member;
}

/** The member that an entry about a recipient's channel names, if it is one. */
export function memberOf(recipient: string): { member?: string } {
  return recipient === 'trust' ? {} : { member: recipient };
}
