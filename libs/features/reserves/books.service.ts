import { Injectable } from '@nestjs/common';
import { parseAccountKey } from '#domain/books/account';
import {
  applyTransfers,
  holdingKey,
  type Balance,
  type Transfer,
} from '#domain/books/transfer';
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
    await this.openAccounts(tx, keys);
    const lots = sortedUnique(transfers.flatMap(({ lot }) => (lot === null ? [] : [lot])));
    const balances = new Map([
      ...(await this.lockAccounts(tx, keys)),
      ...(await this.lockHoldings(tx, lots)),
    ]);
    const touched = applyTransfers(balances, transfers);
    await this.storeBalances(tx, touched);
    await this.storeTransfers(tx, entryId, transfers);
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

  private async lockAccounts(tx: Tx, keys: readonly string[]): Promise<[string, Balance][]> {
    const rows = await tx.query<BalanceRow>(
      `select key, posted, pending_out from account where key = any ($1::text[])
       order by key collate "C" for update`,
      [keys],
    );
    return rows.map((row) => [row.key, toBalance(row)]);
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

  private async storeBalances(tx: Tx, touched: ReadonlyMap<string, Balance>): Promise<void> {
    const accounts = [...touched].filter(([key]) => !key.includes('@'));
    await tx.query(
      `update account a set posted = v.posted, pending_out = v.pending_out
       from unnest($1::text[], $2::bigint[], $3::bigint[]) as v (key, posted, pending_out)
       where a.key = v.key`,
      columnsOf(accounts),
    );
    const holdings = [...touched].filter(([key]) => key.includes('@'));
    if (holdings.length === 0) return;
    const [keys, posted, pendingOut] = columnsOf(holdings);
    await tx.query(
      `insert into holding (lot_id, account, posted, pending_out)
       select split_part(key, '@', 1)::uuid, split_part(key, '@', 2), posted, pending_out
       from unnest($1::text[], $2::bigint[], $3::bigint[]) as v (key, posted, pending_out)
       on conflict (lot_id, account)
       do update set posted = excluded.posted, pending_out = excluded.pending_out`,
      [keys, posted, pendingOut],
    );
  }

  private async storeTransfers(
    tx: Tx,
    entryId: string,
    transfers: readonly Transfer[],
  ): Promise<void> {
    await tx.query(
      `insert into transfer (id, entry_id, kind, pending_id, from_account, to_account, grams,
         lot_id, effective_date, recorded_at)
       select id, $1, kind, pending, "from", "to", grams, lot, effective, $2
       from unnest($3::uuid[], $4::text[], $5::uuid[], $6::text[], $7::text[], $8::bigint[],
                   $9::uuid[], $10::date[])
         as t (id, kind, pending, "from", "to", grams, lot, effective)`,
      [
        entryId,
        tx.now,
        transfers.map(({ id }) => id),
        transfers.map(({ kind }) => kind),
        transfers.map(({ pending }) => pending),
        transfers.map(({ from }) => from),
        transfers.map(({ to }) => to),
        transfers.map(({ grams }) => grams.toString()),
        transfers.map(({ lot }) => lot),
        transfers.map(({ effectiveDate }) => effectiveDate),
      ],
    );
  }
}

function sortedUnique(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}

function toBalance(row: BalanceRow): Balance {
  return { posted: BigInt(row.posted), pendingOut: BigInt(row.pending_out) };
}

function columnsOf(balances: readonly (readonly [string, Balance])[]): [unknown, unknown, unknown] {
  return [
    balances.map(([key]) => key),
    balances.map(([, { posted }]) => posted.toString()),
    balances.map(([, { pendingOut }]) => pendingOut.toString()),
  ];
}
