import { parseAccountKey } from '#domain/books/account';
import { DomainError } from '#domain/errors';
import { precedentOf, type Precedent, type Terms } from '#domain/books/precedent';
import {
  EMPTY_BALANCE,
  holdingKey,
  type Transfer,
  type TransferKind,
} from '#domain/books/transfer';
import { sqlState } from '#platform/database/sql-state';
import { inBlock, READ_MAX, type OpenAccount } from './day-sums';
import type { OpenBooks } from './posting-batch';

/** Runs one statement inside the caller's transaction. */
export type Query = <Row>(sql: string, parameters: unknown[]) => Promise<Row[]>;

/**
 * Opens the books that transfers touch: locks their accounts in one fixed order, opening those
 * that are used for the first time, and reads their lots and what they end or reverse.
 */
export class BooksLoader {
  /** Numbers of accounts by key. An account never goes away, nor changes its number. */
  private readonly numbers = new Map<string, number>();

  /** Refuses `account-key-malformed` and `account-unknown`. */
  async open(query: Query, transfers: readonly Transfer[]): Promise<OpenBooks> {
    const keys = unique(transfers.flatMap(({ from, to }) => [from, to]));
    const lots = unique(transfers.flatMap(({ lot, toLot }) => present(lot, toLot)));
    const books: OpenBooks = { accounts: new Map(), balances: new Map(), precedents: new Map() };
    for (const lot of lots) {
      for (const key of keys) books.balances.set(holdingKey(lot, key), EMPTY_BALANCE);
    }
    await this.number(query, keys);
    await this.lock(query, keys, lots, books);
    const earlier = unique(transfers.flatMap((transfer) => present(precedentOf(transfer))));
    for (const row of earlier.length === 0 ? [] : await query<EarlierRow>(EARLIER, [earlier])) {
      books.precedents.set(row.id, toPrecedent(row));
    }
    return books;
  }

  /** Learns what blocks that have only begun come to by day; longer ones are left to the store. */
  async readDays(query: Query, { accounts }: OpenBooks): Promise<void> {
    const isYoung = ({ version, days }: OpenAccount): boolean =>
      days === null && inBlock(version) <= READ_MAX;
    const byId = new Map([...accounts.values()].filter(isYoung).map((one) => [one.id, one]));
    if (byId.size === 0) return;
    const young = [...byId.values()];
    for (const account of young) account.days = new Map();
    const starts = young.map(({ version }) => version - inBlock(version));
    const rows = await query<DayRow>(DAYS, [[...byId.keys()], starts]);
    for (const { account, day, change } of rows) byId.get(account)?.days?.set(day, BigInt(change));
  }

  private async lock(
    query: Query,
    keys: readonly string[],
    lots: readonly string[],
    { accounts, balances }: OpenBooks,
  ): Promise<void> {
    const ids = keys.map((key) => this.numbers.get(key));
    const rows = await query<LockedRow>(LOCK, [ids, keys, lots]);
    for (const row of rows) {
      const balance = { posted: BigInt(row.posted), pendingOut: BigInt(row.pending_out) };
      balances.set(row.lot === null ? row.key : holdingKey(row.lot, row.key), balance);
      if (row.lot === null) accounts.set(row.key, opened(row));
    }
    if (keys.every((key) => accounts.has(key))) return;
    // A number was learnt from a transaction that was rolled back.
    for (const key of keys) this.numbers.delete(key);
    await this.number(query, keys);
    await this.lock(query, keys, lots, { accounts, balances, precedents: new Map() });
  }

  /** Learns the numbers of accounts, opening new ones in the order of their keys. */
  private async number(query: Query, keys: readonly string[]): Promise<void> {
    const strangers = keys.filter((key) => !this.numbers.has(key));
    if (strangers.length === 0) return;
    const learn = async (): Promise<void> => {
      const rows = await query<{ id: number; key: string }>(
        'select id, key from account where key = any ($1::text[])',
        [strangers],
      );
      for (const { id, key } of rows) this.numbers.set(key, id);
    };
    await learn();
    const missing = strangers.filter((key) => !this.numbers.has(key));
    if (missing.length === 0) return;
    await openAccounts(query, missing);
    await learn();
  }
}

function opened({ id, version }: LockedRow): OpenAccount {
  return { id, version, days: inBlock(version) === 0 ? new Map() : null };
}

interface DayRow {
  readonly account: number;
  readonly day: string;
  readonly change: string;
}

const DAYS = `
  select p.account, to_char(p.effective_date, 'YYYY-MM-DD') as day, sum(p.posted_change) as change
  from unnest($1::int[], $2::int[]) as b (account, start)
  join posting p on p.account = b.account and p.version > b.start
  where p.posted_change <> 0
  group by p.account, p.effective_date`;

async function openAccounts(query: Query, keys: readonly string[]): Promise<void> {
  const accounts = keys.map(parseAccountKey);
  try {
    await query(OPEN, [
      keys,
      accounts.map(({ material }) => material),
      accounts.map(({ kind }) => kind),
      accounts.map(({ member }) => member),
      accounts.map(({ depot }) => depot),
    ]);
  } catch (error) {
    if (sqlState(error) !== '23503') throw error;
    throw new DomainError(
      'rule',
      'account-unknown',
      'An account names a material, member or depot that the Trust does not have.',
      { accounts: keys },
    );
  }
}

const OPEN = `
  insert into account (key, material, kind, member, depot)
  select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])
  on conflict (key) do nothing`;

interface LockedRow {
  readonly id: number;
  readonly key: string;
  readonly version: number;
  readonly lot: string | null;
  readonly posted: string;
  readonly pending_out: string;
}

const LOCK = 'select * from books_lock($1::int[], $2::text[], $3::uuid[])';

interface EarlierRow {
  readonly id: string;
  readonly kind: TransferKind;
  readonly from_key: string;
  readonly to_key: string;
  readonly grams: string;
  readonly lot_id: string | null;
  readonly to_lot_id: string | null;
  readonly reverses_id: string | null;
  readonly expires: string | null;
  readonly used: boolean;
}

const EARLIER = `
  select m.id, m.kind, m.from_key, m.to_key, m.grams, m.lot_id, m.to_lot_id, m.reverses_id,
         to_char(m.expires_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as expires,
         exists (select from transfer t where t.pending_id = m.id)
           or exists (select from transfer t where t.reverses_id = m.id) as used
  from movement m where m.id = any ($1::uuid[])`;

function toPrecedent(row: EarlierRow): Precedent {
  const terms: Terms = {
    kind: row.kind,
    from: row.from_key,
    to: row.to_key,
    grams: BigInt(row.grams),
    lot: row.lot_id,
    ...(row.to_lot_id === null ? {} : { toLot: row.to_lot_id }),
    ...(row.reverses_id === null ? {} : { reverses: row.reverses_id }),
    ...(row.expires === null ? {} : { expiresAt: row.expires }),
  };
  return { terms, used: row.used };
}

function present(...values: readonly (string | null | undefined)[]): string[] {
  return values.filter((value): value is string => value !== null && value !== undefined);
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}
