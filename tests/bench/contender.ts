import type { Connections } from './connections';

export const ACCOUNTS = 1_000;
/** What every account has at first, so that no transfer is refused. */
export const OPENING_GRAMS = 1_000_000_000_000n;

/** One way to book transfers, with books of its own. Accounts are numbered from 0. */
export interface Contender {
  readonly name: string;
  /** More callers than this would only wait for a connection until they give up. */
  readonly callersMax?: number;
  /** Books one transfer, of a few grams if not told, and resolves when it is on disk. */
  transfer(caller: number, from: number, to: number, grams?: bigint): Promise<unknown>;
  /** Transfers on its books. */
  transfers(): Promise<number>;
  /** What is wrong with its books; empty when they balance. */
  faults(): Promise<string[]>;
  /** Bytes of every table with its indices, by table. */
  bytes(): Promise<ReadonlyMap<string, number>>;
  close(): Promise<void>;
}

/** Bytes on disk by table, indices and out-of-line values included. */
export async function tableBytes(
  connections: Connections,
  schema: string,
): Promise<ReadonlyMap<string, number>> {
  const rows = await connections.rows<{ name: string; bytes: string }>(
    `select c.relname as name, pg_total_relation_size(c.oid) as bytes
     from pg_class c where c.relkind = 'r' and c.relnamespace = $1::regnamespace`,
    [schema],
  );
  return new Map(rows.map(({ name, bytes }) => [name, Number(bytes)]));
}

/** The faults among named questions, each of which must count nothing. */
export async function countFaults(
  connections: Connections,
  questions: Readonly<Record<string, string>>,
): Promise<string[]> {
  const faults: string[] = [];
  for (const [fault, question] of Object.entries(questions)) {
    const [row] = await connections.rows<{ n: string }>(
      `select count(*) as n from (${question}) q`,
    );
    if (row?.n !== '0') faults.push(`${fault}: ${row?.n}`);
  }
  return faults;
}
