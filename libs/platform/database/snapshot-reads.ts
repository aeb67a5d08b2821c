import { Injectable } from '@nestjs/common';
import { DataSource, type QueryRunner } from 'typeorm';
import { Config } from '../config/config';
import { BusyError } from '../http/problem';

/** Rows fetched at a time while they stream. */
const PAGE = 500;

/** One REPEATABLE READ, read-only transaction: everything read through it is of one moment. */
export class Snapshot {
  constructor(
    private readonly connection: QueryRunner,
    /** The moment, RFC 3339 UTC with milliseconds. */
    readonly now: string,
  ) {}

  query<Row>(sql: string, parameters: unknown[] = []): Promise<Row[]> {
    return this.connection.query(sql, parameters) as Promise<Row[]>;
  }

  /** Rows of a query, drawn from the database a page at a time as they are asked for. */
  async *rows<Row>(sql: string, parameters: unknown[] = []): AsyncGenerator<Row> {
    await this.connection.query(declaration(sql), parameters);
    let page: Row[];
    do {
      page = await this.query<Row>(`fetch ${PAGE} from streamed`);
      yield* page;
    } while (page.length === PAGE);
    await this.query('close streamed');
  }
}

/** One cursor is open at a time in a snapshot. */
function declaration(sql: string): string {
  return `declare streamed no scroll cursor for ${sql}`;
}

/**
 * Reads that may take as long as their reader does. Each holds a connection, so only half of the
 * pool is given to them and who comes on top is told to try again (`busy`).
 */
@Injectable()
export class SnapshotReads {
  private open = 0;

  constructor(
    private readonly dataSource: DataSource,
    private readonly config: Config,
  ) {}

  /** What `work` yields; the transaction ends with it, or when its reader goes away. */
  async *stream<Item>(work: (snapshot: Snapshot) => AsyncIterable<Item>): AsyncGenerator<Item> {
    if (this.open >= this.config.DATABASE_POOL_MAX / 2) {
      throw new BusyError('Many are reading at length; try again in a moment.');
    }
    this.open += 1;
    const connection = this.dataSource.createQueryRunner();
    try {
      yield* work(await this.begin(connection));
    } finally {
      this.open -= 1;
      await endReading(connection);
    }
  }

  /** One answer from one moment. */
  async read<Answer>(work: (snapshot: Snapshot) => Promise<Answer>): Promise<Answer> {
    const answers: Answer[] = [];
    for await (const answer of this.stream((snapshot) => once(work(snapshot)))) {
      answers.push(answer);
    }
    return answers[0] as Answer;
  }

  private async begin(connection: QueryRunner): Promise<Snapshot> {
    await connection.startTransaction('REPEATABLE READ');
    const [row] = (await connection.query(
      `select to_char(coalesce($1::timestamptz, now()) at time zone 'utc',
                      'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as now
       from set_config('transaction_read_only', 'on', true)`,
      [this.config.FIXED_CLOCK ?? null],
    )) as [{ now: string }];
    return new Snapshot(connection, row.now);
  }
}

async function* once<Answer>(answer: Promise<Answer>): AsyncGenerator<Answer> {
  yield await answer;
}

/** Gives the connection back even when the database has closed it under a slow reader. */
async function endReading(connection: QueryRunner): Promise<void> {
  try {
    if (connection.isTransactionActive) await connection.rollbackTransaction();
  } finally {
    await connection.release();
  }
}
