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

/** An account as it stands in memory: its number, and how many postings it has had. */
export interface OpenAccount {
  readonly id: number;
  version: number;
}

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
      const posting = postings[index] as Posting;
      this.rows.push({
        transfer,
        entryId,
        posting,
        fromVersion: this.next(transfer.from),
        toVersion: posting.to === null ? null : this.next(transfer.to),
      });
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

  private next(key: string): number {
    const account = this.books.accounts.get(key);
    if (!account) throw new Error(`account ${key} was not opened`);
    if (!this.expected.has(key)) this.expected.set(key, account.version);
    account.version += 1;
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
      arrayText(accounts, ({ now }) => now.id),
      arrayText(accounts, ({ before }) => before),
      arrayText(accounts, ({ now }) => now.version),
      arrayText(accounts, ({ key }) => balanceOf(key).posted),
      arrayText(accounts, ({ key }) => balanceOf(key).pendingOut),
      arrayText(held, (key) => key.slice(0, key.indexOf('@'))),
      arrayText(held, (key) => key.slice(key.indexOf('@') + 1)),
      arrayText(held, (key) => balanceOf(key).posted),
      arrayText(held, (key) => balanceOf(key).pendingOut),
      ...this.transferColumns(),
    ];
  }

  private transferColumns(): (string | null)[] {
    const { rows } = this;
    const { accounts } = this.books;
    const idOf = (key: string): number => (accounts.get(key) as OpenAccount).id;
    const rare = (of: (transfer: Transfer) => string | null | undefined): string | null => {
      const used = rows.some(({ transfer }) => (of(transfer) ?? null) !== null);
      return used ? arrayText(rows, ({ transfer }) => of(transfer)) : null;
    };
    return [
      arrayText(rows, ({ transfer }) => transfer.id),
      arrayText(rows, ({ entryId }) => entryId),
      arrayText(rows, ({ transfer }) => transfer.kind),
      arrayText(rows, ({ transfer }) => idOf(transfer.from)),
      arrayText(rows, ({ transfer }) => idOf(transfer.to)),
      arrayText(rows, ({ transfer }) => transfer.grams),
      arrayText(rows, ({ fromVersion }) => fromVersion),
      arrayText(rows, ({ posting }) => posting.from.posted),
      arrayText(rows, ({ posting }) => posting.from.pendingOut || null),
      arrayText(rows, ({ toVersion }) => toVersion),
      arrayText(rows, ({ posting }) => posting.to?.posted),
      arrayText(rows, ({ transfer }) => transfer.effectiveDate),
      rare(({ lot }) => lot),
      rare(({ toLot }) => toLot),
      rare(({ pending }) => pending),
      rare(({ reverses }) => reverses),
      rare(({ expiresAt }) => expiresAt),
    ];
  }
}

type Item = string | number | bigint | null | undefined;

/** An array as PostgreSQL reads it; its items are identifiers, dates and numbers: no quotes. */
export function arrayText<Row>(rows: readonly Row[], itemOf: (row: Row) => Item): string {
  let text = '';
  for (const row of rows) text += `${text === '' ? '{' : ','}${itemOf(row) ?? 'NULL'}`;
  return text === '' ? '{}' : `${text}}`;
}

/** Every parameter has its type, so that the statement is planned once. */
export const POST = `books_post(
  $1::int[], $2::int[], $3::int[], $4::bigint[], $5::bigint[],
  $6::uuid[], $7::text[], $8::bigint[], $9::bigint[],
  $10::uuid[], $11::uuid[], $12::transfer_kind[], $13::int[], $14::int[], $15::bigint[],
  $16::int[], $17::bigint[], $18::bigint[], $19::int[], $20::bigint[], $21::date[],
  $22::uuid[], $23::uuid[], $24::uuid[], $25::uuid[], $26::timestamptz[])`;
