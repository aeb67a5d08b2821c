import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { DeadlineStep } from '#domain/release/deadline-steps';
import { Config } from '#platform/config/config';
import { clockText } from '#platform/database/clock-text';
import type { Tx } from '#platform/database/tx';

/** Deadlines of each kind that one look takes at most. */
const BATCH_MAX = 200;

export interface Due {
  readonly id: string;
  readonly step: DeadlineStep;
  readonly subject: string;
  readonly member: string | null;
  /** RFC 3339, UTC, milliseconds. */
  readonly dueAt: string;
}

const COLUMNS = `id, step, subject, member, ${clockText('due_at')} as "dueAt"`;

/** PostgreSQL's clock decides, unless the run is a reproducible one. */
const NOW = 'coalesce($1::timestamptz, now())';

/** What the clock must act on, and that it did, each thing once. */
@Injectable()
export class DueDeadlines {
  constructor(
    private readonly dataSource: DataSource,
    private readonly config: Config,
  ) {}

  reminders(): Promise<Due[]> {
    return this.dataSource.query(
      `select ${COLUMNS} from deadline
       where state = 'running' and reminded_at is null and remind_at <= ${NOW} and due_at > ${NOW}
       order by remind_at, id limit ${BATCH_MAX}`,
      [this.config.FIXED_CLOCK ?? null],
    );
  }

  passed(): Promise<Due[]> {
    return this.dataSource.query(
      `select ${COLUMNS} from deadline where state = 'running' and due_at <= ${NOW}
       order by due_at, id limit ${BATCH_MAX}`,
      [this.config.FIXED_CLOCK ?? null],
    );
  }

  /** The deadline, or null when it was reminded of, ended or passed meanwhile. */
  async markReminded(tx: Tx, id: string): Promise<Due | null> {
    return this.mark(
      tx,
      `update deadline set reminded_at = $2
       where id = $1 and state = 'running' and reminded_at is null returning ${COLUMNS}`,
      id,
    );
  }

  /** The deadline, or null when it was ended or passed meanwhile. */
  async markPassed(tx: Tx, id: string): Promise<Due | null> {
    return this.mark(
      tx,
      `update deadline set state = 'passed', passed_at = $2
       where id = $1 and state = 'running' and due_at <= $2 returning ${COLUMNS}`,
      id,
    );
  }

  private async mark(tx: Tx, sql: string, id: string): Promise<Due | null> {
    // The driver answers an update with its rows and their number.
    const [rows] = (await tx.query(sql, [id, tx.now])) as unknown as [Due[]];
    return rows[0] ?? null;
  }
}
