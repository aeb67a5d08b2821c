import { DomainError } from '../errors';
import { isEnding, moves, type Transfer } from './transfer';

/** What one transfer must agree with in the earlier one that it ends or reverses. */
export type Terms = Pick<
  Transfer,
  'kind' | 'from' | 'to' | 'grams' | 'lot' | 'toLot' | 'expiresAt' | 'reverses'
>;

/** An earlier transfer, and whether another one has ended or reversed it since. */
export interface Precedent {
  readonly terms: Terms;
  readonly used: boolean;
}

/** The earlier transfer that this one ends or reverses, if it does. */
export function precedentOf(transfer: Transfer): string | null {
  return isEnding(transfer.kind) ? transfer.pending : (transfer.reverses ?? null);
}

/**
 * Refuses, with `transfer-refused`, an end or a reversal of what is unknown, used before or
 * different. `now` (RFC 3339, UTC) is when it is recorded: what has expired cannot be posted.
 */
export function checkPrecedent(
  transfer: Transfer,
  precedent: Precedent | undefined,
  now: string,
): void {
  const id = precedentOf(transfer) ?? '';
  const does = isEnding(transfer.kind) ? 'ends' : 'reverses';
  const done = isEnding(transfer.kind) ? 'ended' : 'been reversed';
  if (precedent === undefined) throw refused(transfer, `${does} ${id}, which is unknown`);
  if (precedent.used) throw refused(transfer, `${does} ${id}, which has ${done} before`);
  const fault = isEnding(transfer.kind)
    ? endingFault(transfer, precedent.terms, now)
    : reversalFault(transfer, precedent.terms);
  if (fault !== null) throw refused(transfer, `${fault} ${id}, which it ${does}`);
}

function endingFault(ending: Transfer, pending: Terms, now: string): string | null {
  const whole = { ...ending, grams: ending.pendingGrams ?? ending.grams };
  if (pending.kind !== 'pending' || !sameMovement(pending, whole)) return 'differs from';
  const expired = pending.expiresAt !== undefined && pending.expiresAt <= now;
  if (ending.kind === 'expire' && !expired) return 'comes before the expiry of';
  if (ending.kind === 'post' && expired) return 'comes after the expiry of';
  return null;
}

function reversalFault(reversal: Transfer, original: Terms): string | null {
  if (!moves(original.kind)) return 'takes back more than';
  if (original.reverses !== undefined) return 'takes back another reversal,';
  return sameMovement(opposite(original), reversal) ? null : 'is not the opposite of';
}

type Movement = Pick<Transfer, 'from' | 'to' | 'grams' | 'lot' | 'toLot'>;

function sameMovement(a: Movement, b: Movement): boolean {
  return (
    a.from === b.from &&
    a.to === b.to &&
    a.grams === b.grams &&
    a.lot === b.lot &&
    a.toLot === b.toLot
  );
}

/** The transfer that takes back a posted one in full, under its own effective date. */
export function reversalOf(
  original: Terms & Pick<Transfer, 'id'>,
  id: string,
  effectiveDate: string,
): Transfer {
  return {
    ...{ id, kind: 'posted', pending: null, effectiveDate, reverses: original.id },
    ...opposite(original),
  };
}

function opposite({ from, to, grams, lot, toLot }: Movement): Movement {
  const back = { from: to, to: from, grams };
  return toLot === undefined || lot === null
    ? { ...back, lot }
    : { ...back, lot: toLot, toLot: lot };
}

/** The last effective date that may be recorded today: a year ahead. */
export function latestEffectiveDate(today: string): string {
  const year = BigInt(today.slice(0, 4)) + 1n;
  return `${year.toString().padStart(4, '0')}${today.slice(4)}`;
}

/** Refuses `effective-date-too-far` for a legal day more than a year after the day it is booked. */
export function checkEffectiveDate({ id, effectiveDate }: Transfer, today: string): void {
  const latest = latestEffectiveDate(today);
  if (effectiveDate <= latest) return;
  throw new DomainError(
    'rule',
    'effective-date-too-far',
    `Transfer ${id} is effective on ${effectiveDate}; ${latest} is the last day it may be.`,
    { effectiveDate, latest },
  );
}

function refused(transfer: Transfer, why: string): DomainError {
  return new DomainError('rule', 'transfer-refused', `Transfer ${transfer.id} ${why}.`, {
    transfer: transfer.id,
  });
}
