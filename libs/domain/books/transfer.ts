import { DomainError } from '../errors';
import { familyOf, isGuarded, parseAccountKey } from './account';

/**
 * One movement of `grams` (> 0) from one account to another of the same material and family.
 * `posted` moves at once; `pending` only reserves on `from`; `post` and `void` end a pending one.
 */
export interface Transfer {
  readonly id: string;
  readonly kind: TransferKind;
  /** The pending transfer that a `post` or `void` ends. */
  readonly pending: string | null;
  readonly from: string;
  readonly to: string;
  readonly grams: bigint;
  /** Every physical transfer names the lot it moves. */
  readonly lot: string | null;
  readonly effectiveDate: string;
}

export type TransferKind = 'posted' | 'pending' | 'post' | 'void';

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

/** The change one transfer makes to the balance of its two accounts. */
function effect(kind: TransferKind, grams: bigint): { from: Balance; to: Balance } {
  const nothing = EMPTY_BALANCE;
  switch (kind) {
    case 'posted':
      return { from: { posted: -grams, pendingOut: 0n }, to: { posted: grams, pendingOut: 0n } };
    case 'pending':
      return { from: { posted: 0n, pendingOut: grams }, to: nothing };
    case 'post':
      return {
        from: { posted: -grams, pendingOut: -grams },
        to: { posted: grams, pendingOut: 0n },
      };
    case 'void':
      return { from: { posted: 0n, pendingOut: -grams }, to: nothing };
  }
}

function add(a: Balance, b: Balance): Balance {
  return { posted: a.posted + b.posted, pendingOut: a.pendingOut + b.pendingOut };
}

/** Key of the balance of one lot inside one account. */
export function holdingKey(lot: string, account: string): string {
  return `${lot}@${account}`;
}

/**
 * Applies transfers in order to balances keyed by account key, and by `holdingKey` for lots.
 * Returns only the touched balances. Refuses, and changes nothing, when a transfer is malformed
 * or would take a guarded account or a lot below what is available.
 */
export function applyTransfers(
  balances: ReadonlyMap<string, Balance>,
  transfers: readonly Transfer[],
): ReadonlyMap<string, Balance> {
  const touched = new Map<string, Balance>();
  const change = (key: string, delta: Balance, guarded: boolean): void => {
    const next = add(touched.get(key) ?? balances.get(key) ?? EMPTY_BALANCE, delta);
    if (guarded && (available(next) < 0n || next.pendingOut < 0n)) throw shortOf(key, delta, next);
    touched.set(key, next);
  };
  for (const transfer of transfers) {
    const { fromGuarded } = checkShape(transfer);
    const { from, to } = effect(transfer.kind, transfer.grams);
    change(transfer.from, from, fromGuarded);
    change(transfer.to, to, false);
    if (transfer.lot === null) continue;
    change(holdingKey(transfer.lot, transfer.from), from, fromGuarded);
    change(holdingKey(transfer.lot, transfer.to), to, false);
  }
  return touched;
}

function checkShape(transfer: Transfer): { fromGuarded: boolean } {
  const from = parseAccountKey(transfer.from);
  const to = parseAccountKey(transfer.to);
  const fault = shapeFault(
    transfer,
    from.material === to.material,
    familyOf(from.kind) === familyOf(to.kind),
  );
  if (fault !== null) {
    throw new DomainError('rule', 'transfer-malformed', `Transfer ${transfer.id} ${fault}.`);
  }
  return { fromGuarded: isGuarded(from.kind) };
}

function shapeFault(transfer: Transfer, sameMaterial: boolean, sameFamily: boolean): string | null {
  if (transfer.grams <= 0n) return 'must move more than zero grams';
  if (transfer.from === transfer.to) return 'must name two different accounts';
  if (!sameMaterial) return 'must stay within one material';
  if (!sameFamily) return 'must not mix material with obligations';
  if ((transfer.pending === null) === (transfer.kind === 'post' || transfer.kind === 'void')) {
    return 'must name a pending transfer exactly when it posts or voids one';
  }
  return null;
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

/** A transfer as it stands in a log body: strings only, absent fields left out. */
export type TransferRecord = Readonly<Record<string, string>>;

export function toTransferRecord(transfer: Transfer): TransferRecord {
  return {
    id: transfer.id,
    kind: transfer.kind,
    ...(transfer.pending === null ? {} : { pending: transfer.pending }),
    from: transfer.from,
    to: transfer.to,
    grams: transfer.grams.toString(),
    ...(transfer.lot === null ? {} : { lot: transfer.lot }),
    effectiveDate: transfer.effectiveDate,
  };
}
