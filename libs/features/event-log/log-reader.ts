import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DomainError } from '#domain/errors';
import { canonicalJson } from '#domain/log/canonical-json';
import { manifestLine } from '#domain/verify/bundle';
import { Config } from '#platform/config/config';
import type { Actor } from '#platform/database/command-context';
import { SnapshotReads, type Snapshot } from '#platform/database/snapshot-reads';

/** Entries read at a time while a bundle streams. */
const PAGE = 500;

interface EntryRow {
  index: string;
  envelope: Buffer;
  hash: Buffer;
  body: Buffer | null;
  salt: Buffer | null;
}

/** One entry as the log shows it; `body` and `salt` are null when withheld from this reader. */
export interface LogEntryView {
  readonly index: string;
  readonly envelope: string;
  readonly leafHash: string;
  readonly body: string | null;
  readonly salt: string | null;
}

/**
 * A body is shown when it is public, or to administrators and auditors, or to the operator
 * of the member it names; while it is sealed, only to that operator.
 */
const ENTRY_QUERY = `
  select l.index, e.envelope, l.hash,
         case when shown.yes then e.body end as body,
         case when shown.yes then e.salt end as salt
  from log_leaf l
  join log_entry e on e.id = l.entry_id
  cross join lateral (
    select coalesce(e.member = $3::text, false)
        or (($4::boolean or not e.confidential)
            and not exists (select 1 from log_seal s where s.entry_id = e.id)) as yes) shown
  where l.index >= $1 order by l.index limit $2`;

/** Reads the log for anybody, each with what they are entitled to see. */
@Injectable()
export class LogReader {
  constructor(
    private readonly dataSource: DataSource,
    private readonly reads: SnapshotReads,
    private readonly config: Config,
  ) {}

  async checkpoint(): Promise<string> {
    const [row] = await this.dataSource.query<{ note: string }[]>(
      'select note from log_checkpoint order by size desc limit 1',
    );
    if (!row) throw new DomainError('not-found', 'log-not-signed-yet', 'No head is signed yet.');
    return row.note;
  }

  async verifierKey(): Promise<string> {
    const [row] = await this.dataSource.query<{ verifier_key: string }[]>(
      'select verifier_key from log_key order by since desc limit 1',
    );
    if (!row) throw new DomainError('not-found', 'log-not-signed-yet', 'No head is signed yet.');
    return row.verifier_key;
  }

  async entries(reader: Actor | null, from: number, count: number): Promise<LogEntryView[]> {
    const rows = await this.dataSource.query<EntryRow[]>(
      ENTRY_QUERY,
      entryParameters(reader, from, count),
    );
    return rows.map(toView);
  }

  /** The whole log as the lines of a bundle, all from one snapshot of the database. */
  bundle(reader: Actor | null): AsyncGenerator<string> {
    return this.reads.stream((snapshot) => this.lines(snapshot, reader));
  }

  private async *lines(db: Snapshot, reader: Actor | null): AsyncGenerator<string> {
    const line = (value: object): string => `${canonicalJson(value)}\n`;
    const [head] = await db.query<{ size: string; note: string; key: string }>(
      `select size, note, (select verifier_key from log_key order by since desc limit 1) as key
       from log_checkpoint order by size desc limit 1`,
    );
    if (!head) throw new DomainError('not-found', 'log-not-signed-yet', 'No head is signed yet.');
    const whole = seesAll(reader);
    yield line(
      manifestLine({
        origin: this.config.LOG_ORIGIN,
        key: head.key,
        audience: whole ? 'auditor' : 'public',
        size: BigInt(head.size),
        notice: this.config.NOTICE,
      }),
    );
    for (let from = 0; from < Number(head.size); from += PAGE) {
      const parameters = entryParameters(whole ? reader : null, from, PAGE);
      const rows = await db.query<EntryRow>(ENTRY_QUERY, parameters);
      for (const row of rows) yield line({ type: 'entry', ...toView(row) });
    }
    yield line({ type: 'checkpoint', note: head.note });
    const balances = await db.query<BalanceRow>(BALANCE_QUERY, [head.size]);
    for (const balance of balances.flatMap((row) => toBalance(row, whole))) yield line(balance);
    for (const row of await db.query<AwardRow>(AWARD_QUERY)) {
      const { id: award, run_id: run, member, grams } = row;
      yield line({ type: 'award', award, run, member, grams });
    }
  }
}

interface BalanceRow {
  key: string;
  posted: string;
  pending_out: string;
}

interface AwardRow {
  id: string;
  run_id: string;
  member: string;
  grams: string;
}

/**
 * Balances as of the last integrated entry: the stored ones, less what postings of entries still
 * in the inbox have changed. So a balance that somebody altered is served, and found out.
 */
const BALANCE_QUERY = `
  select a.key, (a.posted - newest.posted + b.posted)::bigint as posted,
         (a.pending_out - newest.pending + b.pending)::bigint as pending_out
  from account a
  cross join lateral balance_at(a.id, a.version) newest
  cross join lateral balance_at(a.id, version_at(a.id, $1::bigint - 1)) b
  order by a.key collate "C"`;

const AWARD_QUERY = `
  select a.id, a.run_id, a.member, a.grams from award a
  join log_leaf l on l.entry_id = a.entry_id order by a.id`;

function seesAll(reader: Actor | null): boolean {
  return reader?.role === 'administrator' || reader?.role === 'auditor';
}

/** The line of an account, or none when it holds nothing that this reader may see. */
function toBalance({ key, posted, pending_out }: BalanceRow, whole: boolean): object[] {
  const pendingOut = whole ? pending_out : null;
  if (posted === '0' && (pendingOut ?? '0') === '0') return [];
  return [{ type: 'balance', account: key, posted, pendingOut }];
}

function entryParameters(reader: Actor | null, from: number, count: number): unknown[] {
  return [from, count, reader?.member ?? null, seesAll(reader)];
}

function toView(row: EntryRow): LogEntryView {
  return {
    index: row.index,
    envelope: row.envelope.toString('utf8'),
    leafHash: row.hash.toString('base64'),
    body: row.body?.toString('utf8') ?? null,
    salt: row.salt?.toString('base64') ?? null,
  };
}
