import type { DataSource } from 'typeorm';
import type { Config } from '#platform/config/config';
import { isRetryable, isUnavailable } from '#platform/database/sql-state';
import type { Waiting } from './book-command';
import type { BooksCache } from './books-cache';
import { BooksLoader, type Query } from './books-loader';
import { CommandBatch, SETTLE_BATCH } from './command-batch';
import { DatabaseClock } from './database-clock';
import { SettledCommands } from './settled-commands';

const ATTEMPTS_MAX = 5;

/** Writes a batch under the locks of its accounts, knowing what was settled before. */
export class CarefulCommit {
  private readonly loader = new BooksLoader();

  constructor(
    private readonly dataSource: DataSource,
    private readonly config: Config,
    private readonly cache: BooksCache,
    private readonly clock: DatabaseClock,
  ) {}

  async write(waiting: readonly Waiting[], attempt = 1): Promise<void> {
    try {
      const batch = await this.dataSource.transaction(async (manager) => {
        const query: Query = (sql, parameters) => manager.query(sql, parameters);
        return this.store(query, waiting);
      });
      batch.settle();
    } catch (error) {
      // Whether a batch was stored before its connection broke shows when it is looked up again.
      const again = isRetryable(error) || (attempt === 1 && isUnavailable(error));
      if (attempt >= ATTEMPTS_MAX || !again) throw error;
      await this.write(waiting, attempt + 1);
    }
  }

  private async store(query: Query, waiting: readonly Waiting[]): Promise<CommandBatch> {
    const books = await this.loader.open(
      query,
      waiting.flatMap(({ command }) => command.transfers),
    );
    await this.loader.readDays(query, books);
    const [row] = await query<{ now: string }>(DatabaseClock.SQL, []);
    this.clock.read(row?.now);
    const earlier = await SettledCommands.find(query, waiting);
    const batch = new CommandBatch(books, this.clock.now() ?? '', this.config);
    for (const one of waiting) await batch.decideUnlessSettled(one, earlier);
    await query(SETTLE_BATCH, batch.parameters());
    batch.whenSettled(() => this.cache.learn(books));
    return batch;
  }
}
