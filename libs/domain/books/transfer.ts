import { DomainError } from '../errors';
import { GRAMS_MAX } from '../quantity/mass';
import { familyOf, isGuarded, parseAccountKey, type Account } from './account';

/**
 * One movement of `grams` (> 0) from one account to another of the same material and family.
 * `posted` moves at once; `pending` only reserves on `from`; `post`, `void` and `expire` end it.
 */
export interface Transfer {
  readonly id: string;
  readonly kind: TransferKind;
  /** The pending transfer that a `post`, `void` or `expire` ends. */
  readonly pending: string | null;
  readonly from: string;
  readonly to: string;
  readonly grams: bigint;
  /** Every physical transfer names the lot it moves. */
  readonly lot: string | null;
  readonly effectiveDate: string;
  /** The lot that `lot` becomes: a split or a merge, which may stay within one account. */
  readonly toLot?: string;
  /** The transfer that this posted one takes back. */
  readonly reverses?: string;
  /** Of a pending one: the moment (RFC 3339 UTC, milliseconds) from which the Trust may end it. */
  readonly expiresAt?: string;
  /** Of a `post`: what was pending, when it moves less than that; the rest is free again. */
  readonly pendingGrams?: bigint;
}

export type TransferKind = 'posted' | 'pending' | EndingKind;
export type EndingKind = 'post' | 'void' | 'expire';

/** True for the kinds that end a pending transfer. */
export function isEnding(kind: TransferKind): kind is EndingKind {
  return kind === 'post' || kind === 'void' || kind === 'expire';
}

/** True for the kinds that move grams; the others only promise them, or take that back. */
export function moves(kind: TransferKind): boolean {
  return kind === 'posted' || kind === 'post';
}

/** What an account (or a lot within it) holds, and how much of that is promised away. */
export interface Balance {
  readonly posted: bigint;
  readonly pendingOut: bigint;
}

export const EMPTY_BALANCE: Balance = { posted: 0n, pendingOut: 0n };

/** Grams that a new transfer may still take. */
export function available(balance: Balance): bigint {
  return balance.posted - balance.pendingOut;
}

/** The change one transfer makes to the balance it is taken from. */
function taken({ kind, grams, pendingGrams = grams }: Transfer): Balance {
  switch (kind) {
    case 'posted':
      return { posted: -grams, pendingOut: 0n };
    case 'pending':
      return { posted: 0n, pendingOut: grams };
    case 'post':
      return { posted: -grams, pendingOut: -pendingGrams };
    case 'void':
    case 'expire':
      return { posted: 0n, pendingOut: -grams };
  }
}

function add(a: Balance, b: Balance): Balance {
  return { posted: a.posted + b.posted, pendingOut: a.pendingOut + b.pendingOut };
}

/** Key of the balance of one lot inside one account. */
export function holdingKey(lot: string, account: string): string {
  return `${lot}@${account}`;
}

/** What one transfer leaves behind: the balances of its accounts right after it. */
export interface Posting {
  readonly from: Balance;
  /** Null when `to` is not touched: nothing moves, or it moves within one account. */
  readonly to: Balance | null;
}

/** The outcome of booking: touched balances by key, and one posting for each transfer. */
export interface Booked {
  readonly balances: ReadonlyMap<string, Balance>;
  readonly postings: readonly Posting[];
}

/**
 * Applies transfers in order to balances keyed by account key, and by `holdingKey` for lots.
 * Refuses `transfer-malformed`, `balance-insufficient` when one would take a guarded account or a
 * lot below what is available, and `balance-too-large`; then nothing has changed.
 */
export function bookTransfers(
  balances: ReadonlyMap<string, Balance>,
  transfers: readonly Transfer[],
): Booked {
  const touched = new Map<string, Balance>();
  const change = (key: string, delta: Balance, guarded: boolean): Balance => {
    const next = add(touched.get(key) ?? balances.get(key) ?? EMPTY_BALANCE, delta);
    if (guarded && (available(next) < 0n || next.pendingOut < 0n)) throw shortOf(key, delta, next);
    const { posted, pendingOut } = next;
    if (posted > GRAMS_MAX || posted < -GRAMS_MAX || pendingOut > GRAMS_MAX) throw beyondLimit(key);
    touched.set(key, next);
    return next;
  };
  const postings = transfers.map((transfer): Posting => {
    const guarded = isGuarded(checkShape(transfer).kind);
    const { from, to, lot, toLot, grams } = transfer;
    const out = taken(transfer);
    const arriving = moves(transfer.kind) ? { posted: grams, pendingOut: 0n } : null;
    const within = from === to;
    const posting = {
      from: change(from, within ? EMPTY_BALANCE : out, guarded),
      to: arriving && !within ? change(to, arriving, false) : null,
    };
    if (lot !== null) {
      change(holdingKey(lot, from), out, guarded);
      if (arriving) change(holdingKey(toLot ?? lot, to), arriving, false);
    }
    return posting;
  });
  return { balances: touched, postings };
}

/** The touched balances alone; refuses what `bookTransfers` refuses. */
export function applyTransfers(
  balances: ReadonlyMap<string, Balance>,
  transfers: readonly Transfer[],
): ReadonlyMap<string, Balance> {
  return bookTransfers(balances, transfers).balances;
}

/** The account it is taken from. */
function checkShape(transfer: Transfer): Account {
  const from = parseAccountKey(transfer.from);
  const to = transfer.to === transfer.from ? from : parseAccountKey(transfer.to);
  const fault = accountsFault(transfer, from, to) ?? partsFault(transfer);
  if (fault === null) return from;
  throw new DomainError('rule', 'transfer-malformed', `Transfer ${transfer.id} ${fault}.`);
}

function accountsFault(transfer: Transfer, from: Account, to: Account): string | null {
  const { kind, lot, toLot } = transfer;
  if (transfer.grams <= 0n) return 'must move more than zero grams';
  if (toLot !== undefined && (lot === null || lot === toLot)) {
    return 'must name two different lots when one becomes another';
  }
  if (transfer.from === transfer.to && (toLot === undefined || kind !== 'posted')) {
    return 'must name two different accounts, or post one lot into another';
  }
  if (from.material !== to.material) return 'must stay within one material';
  if (familyOf(from.kind) !== familyOf(to.kind)) return 'must not mix material with obligations';
  return null;
}

function partsFault(transfer: Transfer): string | null {
  const { kind, grams, pendingGrams } = transfer;
  if ((transfer.pending !== null) !== isEnding(kind)) {
    return 'must name a pending transfer exactly when it ends one';
  }
  if (pendingGrams !== undefined && (kind !== 'post' || pendingGrams <= grams)) {
    return 'must post less than is pending when it says how much is';
  }
  if (transfer.reverses !== undefined && kind !== 'posted') {
    return 'must be posted at once when it reverses another';
  }
  if (transfer.expiresAt !== undefined && kind !== 'pending') {
    return 'must be pending to expire';
  }
  return null;
}

function beyondLimit(key: string): DomainError {
  const text = `Account ${key} would hold, owe or promise more than ${GRAMS_MAX} g.`;
  return new DomainError('rule', 'balance-too-large', text, { account: key });
}

function shortOf(key: string, delta: Balance, next: Balance): DomainError {
  const asked = delta.pendingOut > 0n ? delta.pendingOut : -delta.posted;
  return new DomainError(
    'rule',
    'balance-insufficient',
    `Account ${key} has ${available(next) + asked} g available, ${asked} g were asked.`,
    { account: key, availableGrams: `${available(next) + asked}`, askedGrams: `${asked}` },
  );
}
