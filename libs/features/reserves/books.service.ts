import { Injectable } from '@nestjs/common';
import type { Transfer } from '#domain/books/transfer';
import { formatMass, type WireMass } from '#domain/quantity/mass';
import type { Tx } from '#platform/database/tx';
import { BooksLoader, type Query } from './books-loader';
import { POST, PostingBatch, type AccountBalance } from './posting-batch';

/** Accounts whose balances an answer lists; who moves more reads them where all are listed. */
const ANSWERED_MAX = 100;

/** The transfers of one log entry. */
export interface EntryTransfers {
  readonly entryId: string;
  readonly transfers: readonly Transfer[];
}

/** The books' door inside a unit of work: each gram and promise moves through `post`. */
@Injectable()
export class BooksService {
  private readonly loader = new BooksLoader();

  /**
   * Books transfers under a log entry, all or none, inside the caller's transaction, and returns
   * what they leave in each account. Accounts are locked in one fixed order and decided by the
   * domain; the database checks it again. Call it when everything else is locked. The answer of
   * the command lists what was returned, as `balances`, unless that is more than 100 accounts.
   * Refuses `balance-insufficient`, `transfer-malformed`, `transfer-refused`,
   * `effective-date-too-far`, `account-key-malformed` and `account-unknown`.
   */
  async post(
    tx: Tx,
    entryId: string,
    transfers: readonly Transfer[],
  ): Promise<readonly AccountBalance[]> {
    const [balances = []] = await this.postMany(tx, [{ entryId, transfers }]);
    return balances;
  }

  /** As `post` for many entries at once, in order: what each leaves in the accounts it touches. */
  async postMany(
    tx: Tx,
    entries: readonly EntryTransfers[],
  ): Promise<readonly (readonly AccountBalance[])[]> {
    const all = entries.flatMap(({ transfers }) => transfers);
    if (all.length === 0) return entries.map(() => []);
    for (const { entryId } of entries) tx.oweEntry(entryId);
    const query: Query = (sql, parameters) => tx.query(sql, parameters);
    const books = await this.loader.open(query, all);
    const batch = new PostingBatch(books, tx.now);
    const balances = entries.map(({ entryId, transfers }) => batch.add(entryId, transfers));
    await tx.query(`select ${POST}`, batch.parameters());
    const left = balances.flat();
    for (const balance of left.length > ANSWERED_MAX ? [] : left) {
      tx.alsoAnswer('balances', balance.account, toBalanceResponse(balance));
    }
    return balances;
  }
}

/** A balance as a write answers it. `version` counts the postings of the account so far. */
export interface BalanceResponse {
  readonly account: string;
  readonly posted: WireMass;
  readonly pendingOut: WireMass;
  readonly available: WireMass;
  readonly version: string;
}

export function toBalanceResponse(balance: AccountBalance): BalanceResponse {
  return {
    account: balance.account,
    posted: formatMass(balance.posted),
    pendingOut: formatMass(balance.pendingOut),
    available: formatMass(balance.available),
    version: balance.version.toString(),
  };
}
