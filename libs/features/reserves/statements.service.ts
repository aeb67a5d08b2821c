import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { assert } from '#domain/assert';
import { DomainError } from '#domain/errors';
import { parseEnvelope } from '#domain/log/entry';
import { formatMass } from '#domain/quantity/mass';
import type { Actor } from '#platform/database/command-context';
import type { StatementLine, StatementQuery, StatementResponse } from './accounts.dto';
import { AccountsService, notOpened, requireReadable } from './accounts.service';

const LINES_PAGE = 100;
/** Parts of a period by legal day that one page looks into at most. */
const SEGMENTS_MAX = 128;
const FIRST_DAY = '0001-01-01';
const LAST_DAY = '9999-12-31';

/** Where a page goes on: after which line, in a history that ends with posting `end`. */
interface Cursor {
  readonly day: string;
  readonly version: number;
  readonly end: number;
}

interface LineRow {
  readonly transfer: string;
  readonly entry: string;
  readonly envelope: string;
  readonly effective: string;
  readonly kind: string;
  readonly counterpart: string;
  readonly lot: string | null;
  readonly reverses: string | null;
  readonly change: string;
  readonly posted: string;
  readonly promised: string;
  readonly version: number;
}

/** A part of a statement by legal day: what one block of postings has on one day. */
interface Segment {
  readonly day: string;
  readonly block: number;
}

/** Lines of postings that a subquery chooses as `p (account, version, transfer_id, ...)`. */
const lines = (chosen: string, order: string): string => `
  select p.transfer_id as transfer, p.entry_id as entry, p.version, p.posted,
         p.posted_change as change, to_char(p.effective_date, 'YYYY-MM-DD') as effective,
         convert_from(e.envelope, 'UTF8') as envelope, t.kind, t.reverses_id as reverses,
         case when t.from_account = p.account then o.key else f.key end as counterpart,
         case when t.from_account = p.account then t.lot_id
              else coalesce(t.to_lot_id, t.lot_id) end as lot,
         case when t.from_account <> p.account or t.kind = 'posted' then 0
              when t.kind = 'pending' then t.grams else -pending.grams end as promised
  from (${chosen}) p
  join transfer t on t.id = p.transfer_id
  join log_entry e on e.id = p.entry_id
  join account f on f.id = t.from_account
  join account o on o.id = t.to_account
  left join transfer pending on pending.id = t.pending_id
  order by ${order}`;

/** Versions have no gaps, so a page is a range of them; without its end all would be sorted. */
const LINES_BY_ENTRY = lines(
  `select * from posting
   where account = $1 and version > $2 and version <= least($3::int, $2::int + $4::int)
   order by version limit $4`,
  'p.version',
);

/** The inner limit takes nothing away: it keeps a segment from being looked for in all postings. */
const LINES_BY_DAY = lines(
  `select p.* from unnest($2::date[], $3::int[]) as s (day, block)
   cross join lateral (
     select * from posting
     where account = $1 and version > greatest(s.block * 256, case when s.day = $4::date
             then $5::int else 0 end)
       and version <= least((s.block + 1) * 256, $6::int)
       and effective_date = s.day and posted_change <> 0
     limit 256) p
   order by p.effective_date, p.version limit $7`,
  'p.effective_date, p.version',
);

/** Whole blocks from the sums by day; the newest postings are in no block yet. */
const SEGMENTS = `
  select to_char(day, 'YYYY-MM-DD') as day, block from (
    (select day, block from account_day
     where account = $1 and day <= $4::date and (day, block) >= ($2::date, $3::int)
       and block < $5::int / 256
     order by day, block limit $6::int)
    union
    (select distinct effective_date, $5::int / 256 from posting
     where account = $1 and version > $5::int / 256 * 256 and version <= $5::int
       and posted_change <> 0 and effective_date <= $4::date
       and (effective_date, $5::int / 256) >= ($2::date, $3::int))) s
  order by day, block limit $6::int`;

/** Statements of accounts, by the order of the log or by legal day. */
@Injectable()
export class StatementsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly accounts: AccountsService,
  ) {}

  /**
   * Refuses `period-mixed` and `period-reversed`, and what `AccountsService.balance` refuses. By
   * legal day a page holds what moved; by entry also what was promised.
   */
  async statement(reader: Actor, key: string, query: StatementQuery): Promise<StatementResponse> {
    requireReadable(reader, key);
    const { fromEntry, toEntry, fromDate, toDate } = query;
    const byDay = fromDate !== undefined || toDate !== undefined;
    if (byDay && (fromEntry !== undefined || toEntry !== undefined)) throw periodMixed();
    if ((fromDate ?? FIRST_DAY) > (toDate ?? LAST_DAY)) throw periodReversed();
    const [account] = await this.dataSource.query<{ id: number; version: number }[]>(
      'select id, version from account where key = $1',
      [key],
    );
    if (!account) throw notOpened(key);
    return byDay ? this.byDay(key, account, query) : this.byEntry(key, account, query);
  }

  private async byEntry(
    key: string,
    { id, version }: { id: number; version: number },
    query: StatementQuery,
  ): Promise<StatementResponse> {
    const limit = Number(query.limit ?? LINES_PAGE);
    const cursor = cursorOf(query.after, version);
    const { start, end } = await this.postingsOf(id, query, cursor?.end ?? version);
    const after = Math.max(start, cursor?.version ?? 0);
    const rows = await this.lines(LINES_BY_ENTRY, [id, after, end, limit]);
    const [opening, closing] = [await this.balanceAt(id, start), await this.balanceAt(id, end)];
    const seen = rows.at(-1)?.version ?? end;
    return {
      account: key,
      opening: formatMass(opening),
      closing: formatMass(closing),
      lines: rows.map((row) => toLine(row, BigInt(row.posted))),
      next: seen < end ? `${seen}-${end}` : null,
    };
  }

  /** The postings of a period of the log: those after `start`, up to and with `end`. */
  private async postingsOf(
    id: number,
    { fromEntry, toEntry }: StatementQuery,
    newest: number,
  ): Promise<{ start: number; end: number }> {
    const first = await this.accounts.indexOf(fromEntry);
    const last = await this.accounts.indexOf(toEntry);
    if (first !== null && last !== null && BigInt(first) > BigInt(last)) throw periodReversed();
    const start = first === null ? 0 : await this.versionAt(id, BigInt(first) - 1n);
    const end = last === null ? newest : await this.versionAt(id, BigInt(last));
    return { start, end };
  }

  private async byDay(
    key: string,
    { id, version }: { id: number; version: number },
    { fromDate = FIRST_DAY, toDate = LAST_DAY, ...query }: StatementQuery,
  ): Promise<StatementResponse> {
    const limit = Number(query.limit ?? LINES_PAGE);
    const cursor = cursorOf(query.after, version) ?? { day: fromDate, version: 0, end: version };
    const { rows, more } = await this.dayLines(id, cursor, toDate, limit);
    const [sums] = await this.dataSource.query<Record<'opening' | 'closing' | 'before', string>[]>(
      `select balance_on($1::int, $2::date - 1, $5::int) as opening,
              balance_on($1::int, $3::date, $5::int) as closing,
              balance_on($1::int, $4::date - 1, $5::int)
                + day_sum($1::int, $4::date, $6::int) as before`,
      [id, fromDate, toDate, cursor.day, cursor.end, cursor.version],
    );
    assert(sums, 'sums of an account are one row');
    let balance = BigInt(sums.before);
    const last = rows.at(-1);
    return {
      account: key,
      opening: formatMass(BigInt(sums.opening)),
      closing: formatMass(BigInt(sums.closing)),
      lines: rows.map((row) => toLine(row, (balance += BigInt(row.change)))),
      next: more && last ? `${last.effective}.${last.version}-${cursor.end}` : null,
    };
  }

  /** Takes twice as many parts of the period each time, until the page is full. */
  private async dayLines(
    id: number,
    cursor: Cursor,
    toDate: string,
    limit: number,
  ): Promise<{ rows: LineRow[]; more: boolean }> {
    const block = Math.floor(cursor.version / 256);
    const segments = await this.dataSource.query<Segment[]>(SEGMENTS, [
      ...[id, cursor.day, block, toDate, cursor.end, SEGMENTS_MAX],
    ]);
    const rows: LineRow[] = [];
    for (let [start, size] = [0, 1]; start < segments.length; start += size, size *= 2) {
      const part = segments.slice(start, start + size);
      const found = await this.lines(LINES_BY_DAY, [
        ...[id, part.map(({ day }) => day), part.map((one) => one.block)],
        ...[cursor.day, cursor.version, cursor.end, limit + 1 - rows.length],
      ]);
      rows.push(...found);
      if (rows.length > limit) break;
    }
    const more = rows.length > limit || segments.length === SEGMENTS_MAX;
    return { rows: rows.slice(0, limit), more };
  }

  private lines(sql: string, parameters: unknown[]): Promise<LineRow[]> {
    return this.dataSource.query<LineRow[]>(sql, parameters);
  }

  private async versionAt(id: number, index: bigint): Promise<number> {
    const [row] = await this.dataSource.query<{ version: number }[]>(
      'select version_at($1::int, $2::bigint) as version',
      [id, index],
    );
    return row?.version ?? 0;
  }

  private async balanceAt(id: number, version: number): Promise<bigint> {
    const [row] = await this.dataSource.query<{ posted: string }[]>(
      'select posted from balance_at($1::int, $2::int)',
      [id, version],
    );
    return BigInt(row?.posted ?? '0');
  }
}

/** A cursor never reaches beyond the postings that there are. */
function cursorOf(text: string | undefined, version: number): Cursor | undefined {
  if (text === undefined) return undefined;
  const [, day = FIRST_DAY, after = '0', end = '0'] = /^(?:(.+)\.)?(\d+)-(\d+)$/.exec(text) ?? [];
  return { day, version: Number(after), end: Math.min(Number(end), version) };
}

function toLine(row: LineRow, balance: bigint): StatementLine {
  return {
    transfer: row.transfer,
    entry: row.entry,
    recordedAt: parseEnvelope(row.envelope).recordedAt,
    effectiveDate: row.effective,
    kind: row.kind,
    counterpart: row.counterpart,
    lot: row.lot,
    reverses: row.reverses,
    change: formatMass(BigInt(row.change)),
    balance: formatMass(balance),
    promised: formatMass(BigInt(row.promised)),
    version: row.version.toString(),
  };
}

function periodMixed(): DomainError {
  return new DomainError(
    'invalid',
    'period-mixed',
    'A statement is by entries (fromEntry, toEntry) or by legal days (fromDate, toDate), not both.',
  );
}

function periodReversed(): DomainError {
  return new DomainError('invalid', 'period-reversed', 'The period ends before it begins.');
}
