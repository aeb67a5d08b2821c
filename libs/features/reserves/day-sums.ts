import { dateArray, int4Array, int8Array } from '#platform/database/binary-array';

/** Postings of an account that are summed up by effective day as one block (`account_day`). */
const BLOCK = 256;

/** Whoever opens an account reads the sums of its block when they are of no more postings. */
export const READ_MAX = 32;

/** An account as it stands in memory: its number, and how many postings it has had. */
export interface OpenAccount {
  readonly id: number;
  version: number;
  /** What each effective day has got since the block began; null when that is not known. */
  days: Map<string, bigint> | null;
}

/** How many postings are in the block that the account is in. */
export function inBlock(version: number): number {
  return version % BLOCK;
}

interface Block {
  readonly account: number;
  readonly block: number;
}

interface DaySum extends Block {
  readonly day: string;
  readonly change: bigint;
}

/**
 * The blocks that postings fill, with what they come to by day. Who books for an account knows
 * that; the store reads the 256 postings of a block again only where it was not known from the
 * beginning.
 */
export class DaySums {
  private readonly unknown: Block[] = [];
  private readonly known: DaySum[] = [];

  /** Counts the posting that the account has just had. */
  count(account: OpenAccount, day: string, change: bigint): void {
    const { id, version, days } = account;
    if (days !== null && change !== 0n) days.set(day, (days.get(day) ?? 0n) + change);
    if (version % BLOCK !== 0) return;
    const block = { account: id, block: version / BLOCK - 1 };
    if (days === null) this.unknown.push(block);
    for (const [of, sum] of days ?? []) this.known.push({ ...block, day: of, change: sum });
    account.days = new Map();
  }

  /** The parameters of `books_post` from `full_accounts` on; all null when no block is full. */
  parameters(): (Buffer | null)[] {
    const { unknown, known } = this;
    const some = unknown.length + known.length > 0;
    if (!some) return Array.from({ length: 6 }, () => null);
    return [
      int4Array(unknown, ({ account }) => account),
      int4Array(unknown, ({ block }) => block),
      int4Array(known, ({ account }) => account),
      dateArray(known, ({ day }) => day),
      int4Array(known, ({ block }) => block),
      int8Array(known, ({ change }) => change),
    ];
  }
}
