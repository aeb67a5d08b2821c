import type { Config } from '#platform/config/config';
import type { PipelinedConnection } from '#platform/database/pipelined-connection';
import type { Waiting } from './book-command';
import type { BooksCache } from './books-cache';
import { CommandBatch, SETTLE_BATCH } from './command-batch';
import type { DatabaseClock } from './database-clock';

/** Batches that are not guessed after another process got in between. */
const CAREFUL_MAX = 64;

/**
 * Writes batches in one statement each, decided on what this process remembers of the books. The
 * database confirms that by the versions of the accounts. A batch may be sent before the one
 * before it is answered: it then names that one, and is refused if that one was not stored.
 */
export class OptimisticCommit {
  private careful = { left: 0, next: 1 };
  private sent = 0;
  private answered = 0;

  constructor(
    private readonly connection: PipelinedConnection,
    private readonly config: Config,
    private readonly cache: BooksCache,
    private readonly clock: DatabaseClock,
  ) {}

  /** Batches that were sent and are not answered yet. */
  get underWay(): number {
    return this.sent - this.answered;
  }

  /**
   * Decides and sends a batch, and tells everybody once it is on disk. The promise says whether
   * it was stored, and is never rejected; null when the cache does not know enough to decide.
   */
  send(waiting: readonly Waiting[]): Promise<boolean> | null {
    const now = this.clock.now();
    if (now === null || !this.mayGuess()) return null;
    if (!waiting.every(({ command }) => this.cache.covers(command.transfers))) return null;
    const previous = this.underWay === 0 ? null : this.sent.toString();
    this.sent += 1;
    const guess = { previous, batch: this.sent.toString() };
    return this.store(new CommandBatch(this.cache.books, now, this.config, guess), waiting);
  }

  private async store(batch: CommandBatch, waiting: readonly Waiting[]): Promise<boolean> {
    try {
      for (const one of waiting) batch.decide(one);
      const parameters = batch.parameters();
      const [row] = await this.connection.send<{ now: string }>('books', SETTLE_BATCH, parameters);
      this.answered += 1;
      this.clock.read(row?.now);
      this.careful.next = 1;
      batch.settle();
      return true;
    } catch {
      this.answered += 1;
      this.cache.forget(waiting.flatMap(({ command }) => command.transfers));
      const { next } = this.careful;
      this.careful = { left: next, next: Math.min(next * 2, CAREFUL_MAX) };
      return false;
    }
  }

  private mayGuess(): boolean {
    this.careful.left -= 1;
    return this.careful.left < 0;
  }
}
