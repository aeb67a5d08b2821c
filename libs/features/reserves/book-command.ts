import { createHash } from 'node:crypto';
import { assert } from '#domain/assert';
import { parseAccountKey } from '#domain/books/account';
import type { Transfer } from '#domain/books/transfer';
import { toCompactRecord } from '#domain/books/transfer-record';
import { DomainError } from '#domain/errors';
import { canonicalJson } from '#domain/log/canonical-json';
import { isCalendarDate, isUuid, type EntryKind } from '#domain/log/entry';
import type { Actor, CommandContext } from '#platform/database/command-context';
import type { AccountBalance } from './posting-batch';

/**
 * A command that does nothing but move grams: its transfers, linked (all or none), under one log
 * entry. The id of its first transfer is its own, chosen by the client and unique for ever.
 */
export interface BookCommand {
  readonly actor: Actor;
  readonly kind: EntryKind;
  /** The legal day of the entry. */
  readonly effectiveDate: string;
  readonly transfers: readonly Transfer[];
  /** The member concerned, by default the actor's. */
  readonly member?: string;
  /** What the body says besides `transfers`: strings, lists and objects only. */
  readonly body?: object;
}

/** What became of a command. */
export interface BookOutcome {
  readonly command: string;
  readonly entry: string;
  /** RFC 3339, UTC, milliseconds. */
  readonly recordedAt: string;
  /** What it left in each account that it has a posting on. */
  readonly balances: readonly AccountBalance[];
}

/** A command in the queue, and whom to tell. */
export interface Waiting {
  readonly command: BookCommand;
  readonly id: string;
  /** Its size, roughly: what it says and its transfers, in characters. */
  readonly size: number;
  /** The request it came with; its answer is stored under the client's key. */
  readonly keyed?: { readonly ctx: CommandContext; answer(outcome: BookOutcome): unknown };
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: unknown) => void;
}

export function commandId({ transfers: [first] }: BookCommand): string {
  assert(first, 'a command has at least one transfer');
  return first.id;
}

/** The canonical body of the command's log entry. */
export function bodyOf(command: BookCommand): object {
  const { effectiveDate } = command;
  const transfers = command.transfers.map((transfer, index) =>
    toCompactRecord(transfer, index === 0 ? { id: transfer.id, effectiveDate } : { effectiveDate }),
  );
  return { ...command.body, transfers };
}

/** What makes two commands of one id the same: who, what, and from which day it counts. */
export function contentDigest(command: BookCommand): Buffer {
  const { actor, kind, effectiveDate, member = actor.member } = command;
  const content = { role: actor.role, kind, effectiveDate, member, body: bodyOf(command) };
  return createHash('sha256').update(canonicalJson(content)).digest();
}

/**
 * Refuses what no store could take, before it joins a batch: `transfer-malformed` for an
 * identifier that is none or stands twice, or a date that is none, and `account-key-malformed`.
 */
export function checkCommand(command: BookCommand): void {
  const { length } = command.transfers;
  if (length > 1 && new Set(command.transfers.map(({ id }) => id)).size < length) {
    const text = 'Each transfer of a command must have an identifier of its own.';
    throw new DomainError('rule', 'transfer-malformed', text);
  }
  for (const transfer of command.transfers) {
    const { id, lot, toLot, pending, reverses, effectiveDate } = transfer;
    parseAccountKey(transfer.from);
    parseAccountKey(transfer.to);
    const ids = [id, lot, toLot, pending, reverses];
    const sound = ids.every((one) => one === undefined || one === null || isUuid(one));
    if (sound && isCalendarDate(effectiveDate)) continue;
    throw new DomainError(
      'rule',
      'transfer-malformed',
      `Transfer ${id} must have UUIDs for identifiers and a calendar date.`,
    );
  }
}
