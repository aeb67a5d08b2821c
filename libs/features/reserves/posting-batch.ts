import {
  checkEffectiveDate,
  checkPrecedent,
  precedentOf,
  type Precedent,
} from '#domain/books/precedent';
import {
  available,
  bookTransfers,
  EMPTY_BALANCE,
  moves,
  type Balance,
  type Posting,
  type Transfer,
} from '#domain/books/transfer';
import { dateArray, int4Array, int8Array, uuidArray } from '#platform/database/binary-array';
import { arrayText } from '#platform/database/insert-rows';
import { DaySums, type OpenAccount } from './day-sums';

/** What transfers are decided on: accounts, balances, and what they end or reverse. */
export interface OpenBooks {
  readonly accounts: Map<string, OpenAccount>;
  /** By account key, and by `holdingKey` for lots. */
  readonly balances: Map<string, Balance>;
  readonly precedents: Map<string, Precedent>;
}

/** What a write leaves in an account; `version` counts the postings of the account so far. */
export interface AccountBalance {
  readonly account: string;
  readonly posted: bigint;
  readonly pendingOut: bigint;
  readonly available: bigint;
  readonly version: number;
}

interface Row {
  readonly transfer: Transfer;
  readonly entryId: string;
  readonly posting: Posting;
  readonly fromVersion: number;
  readonly toVersion: number | null;
}

/** Transfers decided on open books, in order, and what the store must be told about them. */
export class PostingBatch {
  private readonly rows: Row[] = [];
  private readonly expected = new Map<string, number>();
  private readonly holdings = new Set<string>();
  private readonly days = new DaySums();

  constructor(
    private readonly books: OpenBooks,
    /** RFC 3339, UTC: when they are recorded. */
    private readonly now: string,
  ) {}

  /**
   * Books the transfers of one entry, all or none, and returns what they leave in each account
   * they touch. Refuses `transfer-malformed`, `effective-date-too-far`, `transfer-refused` and
   * `balance-insufficient`; then the open books are as before.
   */
  add(entryId: string, transfers: readonly Transfer[]): readonly AccountBalance[] {
    const used = this.checked(transfers);
    const { balances, postings } = bookTransfers(this.books.balances, transfers);
    for (const [id, precedent] of used) this.books.precedents.set(id, precedent);
    for (const [key, balance] of balances) {
      this.books.balances.set(key, balance);
      if (!this.books.accounts.has(key)) this.holdings.add(key);
    }
    transfers.forEach((transfer, index) => {
      const { from, to, grams, effectiveDate } = transfer;
      const posting = postings[index] as Posting;
      const moved = posting.to === null ? 0n : grams;
      const fromVersion = this.next(from, effectiveDate, -moved);
      const toVersion = moved === 0n ? null : this.next(to, effectiveDate, moved);
      this.rows.push({ transfer, entryId, posting, fromVersion, toVersion });
    });
    return this.balancesOf(transfers);
  }

  /** Has the store check that the accounts stand as they do here, though nothing moves them. */
  rely(keys: Iterable<string>): void {
    for (const key of keys) {
      const account = this.books.accounts.get(key);
      if (account && !this.expected.has(key)) this.expected.set(key, account.version);
    }
  }

  /** The accounts that the transfers have a posting on, as the open books have them now. */
  private balancesOf(transfers: readonly Transfer[]): readonly AccountBalance[] {
    const touched = new Set<string>();
    for (const { kind, from, to } of transfers) {
      touched.add(from);
      if (moves(kind)) touched.add(to);
    }
    return [...touched].sort().map((account) => {
      const balance = this.books.balances.get(account) ?? EMPTY_BALANCE;
      const version = this.books.accounts.get(account)?.version ?? 0;
      return { account, ...balance, available: available(balance), version };
    });
  }

  /** Precedents as they stand after the transfers; refuses what does not agree with them. */
  private checked(transfers: readonly Transfer[]): ReadonlyMap<string, Precedent> {
    const used = new Map<string, Precedent>();
    for (const transfer of transfers) {
      checkEffectiveDate(transfer, this.now.slice(0, 10));
      const id = precedentOf(transfer);
      if (id !== null) {
        const precedent = used.get(id) ?? this.books.precedents.get(id);
        checkPrecedent(transfer, precedent, this.now);
        if (precedent) used.set(id, { ...precedent, used: true });
      }
      used.set(transfer.id, { terms: transfer, used: false });
    }
    return used;
  }

  private next(key: string, day: string, change: bigint): number {
    const account = this.books.accounts.get(key);
    if (!account) throw new Error(`account ${key} was not opened`);
    if (!this.expected.has(key)) this.expected.set(key, account.version);
    account.version += 1;
    this.days.count(account, day, change);
    return account.version;
  }

  /** The parameters of `books_post`, in its order. Rare columns that nobody uses stay null. */
  parameters(): unknown[] {
    const { accounts: open, balances } = this.books;
    const accounts = [...this.expected]
      .map(([key, before]) => ({ before, now: open.get(key) as OpenAccount, key }))
      .sort((a, b) => a.now.id - b.now.id);
    const held = [...this.holdings];
    const balanceOf = (key: string): Balance => balances.get(key) ?? EMPTY_BALANCE;
    return [
      int4Array(accounts, ({ now }) => now.id),
      int4Array(accounts, ({ before }) => before),
      int4Array(accounts, ({ now }) => now.version),
      int8Array(accounts, ({ key }) => balanceOf(key).posted),
      int8Array(accounts, ({ key }) => balanceOf(key).pendingOut),
      uuidArray(held, (key) => key.slice(0, key.indexOf('@'))),
      arrayText(held.map((key) => key.slice(key.indexOf('@') + 1))),
      int8Array(held, (key) => balanceOf(key).posted),
      int8Array(held, (key) => balanceOf(key).pendingOut),
      ...this.transferColumns(),
      ...this.days.parameters(),
    ];
  }

  private transferColumns(): (Buffer | string | null)[] {
    const { rows } = this;
    const { accounts } = this.books;
    const idOf = (key: string): number => (accounts.get(key) as OpenAccount).id;
    const rare = (of: (transfer: Transfer) => string | null | undefined): Buffer | null => {
      const used = rows.some(({ transfer }) => (of(transfer) ?? null) !== null);
      return used ? uuidArray(rows, ({ transfer }) => of(transfer)) : null;
    };
    const expiries = rows.some(({ transfer }) => transfer.expiresAt !== undefined);
    return [
      uuidArray(rows, ({ transfer }) => transfer.id),
      uuidArray(rows, ({ entryId }) => entryId),
      arrayText(rows.map(({ transfer }) => transfer.kind)),
      int4Array(rows, ({ transfer }) => idOf(transfer.from)),
      int4Array(rows, ({ transfer }) => idOf(transfer.to)),
      int8Array(rows, ({ transfer }) => transfer.grams),
      int4Array(rows, ({ fromVersion }) => fromVersion),
      int8Array(rows, ({ posting }) => posting.from.posted),
      int8Array(rows, ({ posting }) => posting.from.pendingOut || null),
      int4Array(rows, ({ toVersion }) => toVersion),
      int8Array(rows, ({ posting }) => posting.to?.posted),
      dateArray(rows, ({ transfer }) => transfer.effectiveDate),
      rare(({ lot }) => lot),
      rare(({ toLot }) => toLot),
      rare(({ pending }) => pending),
      rare(({ reverses }) => reverses),
      expiries ? arrayText(rows.map(({ transfer }) => transfer.expiresAt)) : null,
    ];
  }
}

/** Every parameter has its type, so that the statement is planned once. */
export const POST = `books_post(
  $1::int[], $2::int[], $3::int[], $4::bigint[], $5::bigint[],
  $6::uuid[], $7::text[], $8::bigint[], $9::bigint[],
  $10::uuid[], $11::uuid[], $12::transfer_kind[], $13::int[], $14::int[], $15::bigint[],
  $16::int[], $17::bigint[], $18::bigint[], $19::int[], $20::bigint[], $21::date[],
  $22::uuid[], $23::uuid[], $24::uuid[], $25::uuid[], $26::timestamptz[],
  $27::int[], $28::int[], $29::int[], $30::date[], $31::int[], $32::bigint[])`;
