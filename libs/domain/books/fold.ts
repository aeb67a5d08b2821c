import { DomainError } from '../errors';
import { parseAccountKey } from './account';
import { checkPrecedent, precedentOf, type Precedent, type Terms } from './precedent';
import { EMPTY_BALANCE, applyTransfers, isEnding, type Balance, type Transfer } from './transfer';
import { parseTransferRecord } from './transfer-record';

/**
 * What a reader of the log has seen: every body, or only the published ones. Pending transfers
 * stand partly in confidential bodies, so a reader of published ones folds posted balances only.
 */
export type FoldView = 'complete' | 'published';

/**
 * The books as the log tells them: transfers go in one by one, in the order of the log, and any
 * that the books could not have accepted is refused. After a refusal the fold is not to be used.
 */
export class Fold {
  private readonly balances = new Map<string, Balance>();
  /** What later transfers may end or reverse, by id. */
  private readonly seen = new Map<string, Precedent>();
  /** One copy of each key and lot, since a log names them again and again. */
  private readonly texts = new Map<string, string>();

  constructor(private readonly view: FoldView) {}

  /**
   * Books the next transfer of the log, or refuses it. `recordedAt` is the moment of its entry;
   * without it nothing counts as expired.
   */
  add(transfer: Transfer, recordedAt = ''): void {
    if (this.seen.has(transfer.id)) throw refused(transfer, 'is in the log twice');
    this.checkPrecedent(transfer, recordedAt);
    this.seen.set(transfer.id, { terms: this.termsOf(transfer), used: false });
    const effective = this.view === 'complete' ? transfer : withoutPending(transfer);
    if (effective === null) {
      parseAccountKey(transfer.from);
      parseAccountKey(transfer.to);
      return;
    }
    for (const [key, balance] of applyTransfers(this.balances, [effective])) {
      this.balances.set(key, balance);
    }
  }

  /** Readers of published bodies may meet the end of a pending transfer that they never saw. */
  private checkPrecedent(transfer: Transfer, recordedAt: string): void {
    const id = precedentOf(transfer);
    if (id === null) return;
    const precedent = this.seen.get(id);
    const unseen = precedent === undefined && isEnding(transfer.kind) && this.view === 'published';
    if (!unseen) checkPrecedent(transfer, precedent, recordedAt);
    this.seen.set(id, { terms: precedent?.terms ?? this.termsOf(transfer), used: true });
  }

  private termsOf({ kind, from, to, grams, lot, toLot, expiresAt, reverses }: Transfer): Terms {
    return {
      kind,
      from: this.text(from),
      to: this.text(to),
      grams,
      lot: lot === null ? null : this.text(lot),
      ...(toLot === undefined ? {} : { toLot }),
      ...(expiresAt === undefined ? {} : { expiresAt }),
      ...(reverses === undefined ? {} : { reverses }),
    };
  }

  private text(text: string): string {
    const known = this.texts.get(text);
    if (known === undefined) this.texts.set(text, text);
    return known ?? text;
  }

  /** Accounts that hold or have promised anything, in ascending key. */
  accounts(): readonly (readonly [string, Balance])[] {
    return [...this.balances]
      .filter(
        ([key, { posted, pendingOut }]) => isAccount(key) && !(posted === 0n && pendingOut === 0n),
      )
      .sort(([a], [b]) => (a < b ? -1 : 1));
  }

  balance(account: string): Balance {
    return this.balances.get(account) ?? EMPTY_BALANCE;
  }
}

/** Balances of every account that is not empty, from transfer records in the order of the log. */
export function fold(records: Iterable<unknown>, view: FoldView): ReadonlyMap<string, Balance> {
  const books = new Fold(view);
  for (const record of records) books.add(parseTransferRecord(record));
  return new Map(books.accounts());
}

/** Posted grams over all accounts, by material: zero for each, or the books are wrong. */
export function sumsByMaterial(
  posted: Iterable<readonly [string, bigint]>,
): ReadonlyMap<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const [key, grams] of posted) {
    const { material } = parseAccountKey(key);
    sums.set(material, (sums.get(material) ?? 0n) + grams);
  }
  return sums;
}

/** The same movement for a reader who never saw what was pending. */
function withoutPending(transfer: Transfer): Transfer | null {
  if (transfer.kind === 'posted') return transfer;
  if (transfer.kind !== 'post') return null;
  const { pendingGrams, ...moved } = transfer;
  return { ...moved, kind: 'posted', pending: null };
}

/** Balances of one lot within an account are kept beside the accounts, under `lot@account`. */
function isAccount(key: string): boolean {
  return !key.includes('@');
}

function refused(transfer: Transfer, why: string): DomainError {
  return new DomainError('rule', 'transfer-refused', `Transfer ${transfer.id} ${why}.`, {
    transfer: transfer.id,
  });
}
