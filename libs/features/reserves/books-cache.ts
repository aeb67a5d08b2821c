import { holdingKey, type Balance, type Transfer } from '#domain/books/transfer';
import { precedentOf } from '#domain/books/precedent';
import type { OpenAccount } from './day-sums';
import type { OpenBooks } from './posting-batch';

/** Balances kept in memory; beyond this everything is forgotten and learnt anew. */
const BALANCES_MAX = 100_000;

/**
 * Books as this process last wrote or read them. They may be out of date at any time: whoever
 * decides on them has the database confirm the versions of the accounts.
 */
export class BooksCache {
  readonly books: OpenBooks = {
    accounts: new Map<string, OpenAccount>(),
    balances: new Map<string, Balance>(),
    precedents: new Map(),
  };
  /** Lots whose part of an account is known, by account. */
  private readonly lots = new Map<string, Set<string>>();

  /** True when everything is known that the transfers are decided on. */
  covers(transfers: readonly Transfer[]): boolean {
    // What they end or reverse is read each time, since it is only used once.
    this.books.precedents.clear();
    return transfers.every((transfer) => {
      const { from, to, lot, toLot } = transfer;
      if (precedentOf(transfer) !== null) return false;
      if (!this.books.accounts.has(from) || !this.books.accounts.has(to)) return false;
      const knows = (account: string, one: string | null | undefined): boolean =>
        one === null || one === undefined || (this.lots.get(account)?.has(one) ?? false);
      return knows(from, lot) && knows(to, toLot ?? lot);
    });
  }

  /** Takes over what a committed transaction read and wrote. */
  learn({ accounts, balances }: OpenBooks): void {
    if (this.books.balances.size > BALANCES_MAX) this.clear();
    for (const [key, account] of accounts) {
      this.forgetAccount(key);
      this.books.accounts.set(key, account);
    }
    for (const [key, balance] of balances) {
      this.books.balances.set(key, balance);
      const [lot = '', account] = key.split('@');
      if (account === undefined) continue;
      const lots = this.lots.get(account) ?? new Set<string>();
      this.lots.set(account, lots.add(lot));
    }
  }

  /** Forgets the accounts of transfers that were not stored after all. */
  forget(transfers: readonly Transfer[]): void {
    for (const { from, to } of transfers) {
      this.forgetAccount(from);
      this.forgetAccount(to);
    }
  }

  private forgetAccount(key: string): void {
    this.books.accounts.delete(key);
    this.books.balances.delete(key);
    for (const lot of this.lots.get(key) ?? []) this.books.balances.delete(holdingKey(lot, key));
    this.lots.delete(key);
  }

  private clear(): void {
    this.books.accounts.clear();
    this.books.balances.clear();
    this.lots.clear();
  }
}
