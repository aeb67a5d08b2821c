import { Injectable } from '@nestjs/common';
import { parseAccountKey } from '#domain/books/account';
import { applyTransfers, holdingKey, type Balance, type Transfer } from '#domain/books/transfer';
import type { Tx } from '#platform/database/tx';

interface BalanceRow {
  key: string;
  posted: string;
  pending_out: string;
}

/** The books' only door: every gram and every promise moves through `post`. */
@Injectable()
export class BooksService {
  /**
   * Books transfers under a log entry, all or none, inside the caller's transaction. Accounts and
   * lots are locked in one fixed order and decided by the domain; the database checks it again.
   * Refuses `balance-insufficient` and `transfer-malformed`.
   */
  async post(tx: Tx, entryId: string, transfers: readonly Transfer[]): Promise<void> {
    const keys = sortedUnique(transfers.flatMap(({ from, to }) => [from, to]));
    const lots = sortedUnique(transfers.flatMap(({ lot }) => (lot === null ? [] : [lot])));
    const balances = new Map([
      ...(await this.lockAccounts(tx, keys)),
      ...(await this.lockHoldings(tx, lots)),
    ]);
    const touched = applyTransfers(balances, transfers);
    await tx.query(STORE, [...balanceColumns(touched), entryId, tx.now, ...columnsOf(transfers)]);
  }

  /** Locks the accounts, opening those that are used for the first time. */
  private async lockAccounts(tx: Tx, keys: readonly string[]): Promise<[string, Balance][]> {
    const lock = (): Promise<BalanceRow[]> => tx.query<BalanceRow>(LOCK_ACCOUNTS, [keys]);
    let rows = await lock();
    if (rows.length < keys.length) {
      await this.openAccounts(tx, keys);
      rows = await lock();
    }
    return rows.map((row) => [row.key, toBalance(row)]);
  }

  private async openAccounts(tx: Tx, keys: readonly string[]): Promise<void> {
    const accounts = keys.map(parseAccountKey);
    await tx.query(
      `insert into account (key, material, kind, member, depot)
       select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])
       on conflict do nothing`,
      [
        keys,
        accounts.map(({ material }) => material),
        accounts.map(({ kind }) => kind),
        accounts.map(({ member }) => member),
        accounts.map(({ depot }) => depot),
      ],
    );
  }

  private async lockHoldings(tx: Tx, lots: readonly string[]): Promise<[string, Balance][]> {
    if (lots.length === 0) return [];
    const rows = await tx.query<BalanceRow & { lot_id: string }>(
      `select lot_id, account as key, posted, pending_out from holding
       where lot_id = any ($1::uuid[]) order by lot_id, account collate "C" for update`,
      [lots],
    );
    return rows.map((row) => [holdingKey(row.lot_id, row.key), toBalance(row)]);
  }
}

const LOCK_ACCOUNTS = `
  select key, posted, pending_out from account where key = any ($1::text[])
  order by key collate "C" for update`;

/** Balances of accounts, balances of lots within them (keys with an @), and the transfers. */
const STORE = `
  with balance as (
    select * from unnest($1::text[], $2::bigint[], $3::bigint[]) as v (key, posted, pending_out)),
  accounts as (
    update account a set posted = b.posted, pending_out = b.pending_out
    from balance b where a.key = b.key),
  holdings as (
    insert into holding (lot_id, account, posted, pending_out)
    select split_part(key, '@', 1)::uuid, split_part(key, '@', 2), posted, pending_out
    from balance where key like '%@%'
    on conflict (lot_id, account)
    do update set posted = excluded.posted, pending_out = excluded.pending_out)
  insert into transfer (id, entry_id, kind, pending_id, from_account, to_account, grams,
    lot_id, effective_date, recorded_at)
  select id, $4, kind, pending, "from", "to", grams, lot, effective, $5
  from unnest($6::uuid[], $7::text[], $8::uuid[], $9::text[], $10::text[], $11::bigint[],
              $12::uuid[], $13::date[])
    as t (id, kind, pending, "from", "to", grams, lot, effective)`;

function sortedUnique(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}

function toBalance(row: BalanceRow): Balance {
  return { posted: BigInt(row.posted), pendingOut: BigInt(row.pending_out) };
}

function balanceColumns(touched: ReadonlyMap<string, Balance>): unknown[] {
  const balances = [...touched.values()];
  return [
    [...touched.keys()],
    balances.map(({ posted }) => posted.toString()),
    balances.map(({ pendingOut }) => pendingOut.toString()),
  ];
}

function columnsOf(transfers: readonly Transfer[]): unknown[] {
  return [
    transfers.map(({ id }) => id),
    transfers.map(({ kind }) => kind),
    transfers.map(({ pending }) => pending),
    transfers.map(({ from }) => from),
    transfers.map(({ to }) => to),
    transfers.map(({ grams }) => grams.toString()),
    transfers.map(({ lot }) => lot),
    transfers.map(({ effectiveDate }) => effectiveDate),
  ];
}
