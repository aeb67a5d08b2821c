import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { parseAccountKey } from '#domain/books/account';
import { DomainError } from '#domain/errors';
import { formatMass } from '#domain/quantity/mass';
import { requireOwnMember } from '#platform/auth/own-member';
import type { Actor } from '#platform/database/command-context';
import type { AccountsQuery, AsOfQuery, BalanceResponse } from './accounts.dto';

const ACCOUNTS_PAGE = 500;

interface BalanceRow {
  readonly key: string;
  readonly version: number;
  readonly posted: string;
  readonly pending: string;
  readonly effective: string | null;
}

/**
 * Accounts at a point of the books: $1 keys after this one, $2 material, $3 member, $4 index of
 * the entry, $5 legal day, $6 how many. All from one snapshot of the database.
 */
const BALANCES = `
  select a.key, v.version, b.posted, b.pending,
         case when $5::date is not null then balance_on(a.id, $5::date, v.version) end as effective
  from account a
  cross join lateral (
    select case when $4::bigint is null then a.version else version_at(a.id, $4::bigint) end
      as version) v
  cross join lateral balance_at(a.id, v.version) b
  where a.key collate "C" > $1 and ($2::text is null or a.material = $2)
    and ($3::text is null or a.member = $3)
  order by a.key collate "C" limit $6::int`;

const BALANCE = `
  select a.key, v.version, b.posted, b.pending,
         case when $3::date is not null then balance_on(a.id, $3::date, v.version) end as effective
  from account a
  cross join lateral (
    select case when $2::bigint is null then a.version else version_at(a.id, $2::bigint) end
      as version) v
  cross join lateral balance_at(a.id, v.version) b
  where a.key = $1`;

/** Reads accounts, now and at any point of the past. */
@Injectable()
export class AccountsService {
  constructor(private readonly dataSource: DataSource) {}

  /** Refuses `entry-not-in-log`. An operator sees the accounts of its member. */
  async list(
    reader: Actor,
    query: AccountsQuery,
  ): Promise<{ accounts: BalanceResponse[]; next: string | null }> {
    const limit = Number(query.limit ?? ACCOUNTS_PAGE);
    const rows = await this.dataSource.query<BalanceRow[]>(BALANCES, [
      ...[query.after ?? '', query.material ?? null, reader.member],
      ...[await this.indexOf(query.asOfEntry), query.asOfDate ?? null, limit + 1],
    ]);
    const page = rows.slice(0, limit);
    const next = rows.length > limit ? (page.at(-1)?.key ?? null) : null;
    return { accounts: page.map(toResponse), next };
  }

  /**
   * One account. Refuses `account-key-malformed`, `account-not-opened`, `entry-not-in-log` and, to
   * an operator, accounts of anybody else with `member-not-yours`.
   */
  async balance(reader: Actor, key: string, query: AsOfQuery): Promise<BalanceResponse> {
    requireReadable(reader, key);
    const [row] = await this.dataSource.query<BalanceRow[]>(BALANCE, [
      ...[key, await this.indexOf(query.asOfEntry), query.asOfDate ?? null],
    ]);
    if (row) return toResponse(row);
    throw notOpened(key);
  }

  /** The place of an entry in the log, given its UUID or index; null for none given. */
  async indexOf(entry: string | undefined): Promise<string | null> {
    if (entry === undefined) return null;
    const sql = /^\d+$/.test(entry)
      ? 'select index from log_leaf where index = $1'
      : 'select index from log_leaf where entry_id = $1';
    const [leaf] = await this.dataSource.query<{ index: string }[]>(sql, [entry]);
    if (leaf) return leaf.index;
    throw new DomainError(
      'not-found',
      'entry-not-in-log',
      `Entry ${entry} is not in the log, or not yet: a new one is within seconds.`,
      { entry },
    );
  }
}

/** An operator reads the accounts of its member only. */
export function requireReadable(reader: Actor, key: string): void {
  const { member } = parseAccountKey(key);
  if (reader.role === 'operator') requireOwnMember(reader, member);
}

export function notOpened(key: string): DomainError {
  return new DomainError('not-found', 'account-not-opened', `Nothing was booked on ${key} yet.`);
}

function toResponse({ key, version, posted, pending, effective }: BalanceRow): BalanceResponse {
  const [held, promised] = [BigInt(effective ?? posted), BigInt(pending)];
  const dated = effective !== null;
  return {
    account: key,
    posted: formatMass(held),
    pendingOut: dated ? null : formatMass(promised),
    available: dated ? null : formatMass(held - promised),
    version: version.toString(),
  };
}
