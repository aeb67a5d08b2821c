import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { CommandContext } from '#platform/database/command-context';
import { Config } from '#platform/config/config';
import { isRetryable, isUnavailable } from '#platform/database/sql-state';
import {
  checkCommand,
  commandId,
  type BookCommand,
  type BookOutcome,
  type Waiting,
} from './book-command';
import { BooksCache } from './books-cache';
import { BooksLoader, type Query } from './books-loader';
import { CommandBatch, SETTLE_BATCH } from './command-batch';
import { DatabaseClock } from './database-clock';
import { SettledCommands } from './settled-commands';

/** Commands that share a transaction, and what their bodies may add up to in characters. */
const COMMANDS_MAX = 2_000;
const CHARACTERS_MAX = 1_048_576;
const ATTEMPTS_MAX = 5;
/** Batches that go straight to the locks after another process got in between. */
const CAREFUL_MAX = 64;

/**
 * Lets commands that only move grams share a transaction: while one batch is being written, the
 * next one fills. Each is decided on its own, in memory, on balances that the database confirms
 * under lock, so that any number of processes may do so at once; one that is refused fails alone.
 */
@Injectable()
export class GroupCommit {
  private readonly queue: Waiting[] = [];
  /** By id or client key, what is queued or being written. */
  private readonly current = new Map<string, Promise<unknown>>();
  private readonly loader = new BooksLoader();
  private readonly cache = new BooksCache();
  private readonly clock: DatabaseClock;
  private writing = false;
  private careful = { left: 0, next: 1 };

  constructor(
    private readonly dataSource: DataSource,
    private readonly config: Config,
  ) {
    this.clock = new DatabaseClock(config.FIXED_CLOCK);
  }

  /**
   * Books the command's transfers, all or none, with one log entry that holds them as `transfers`
   * beside `body`, and answers once both are on disk. Its id is that of its first transfer: a
   * second call with the same content gets the outcome of the first, also a refusal.
   *
   * Refuses what `BooksService.post` refuses, and `idempotency-key-reused` when another command
   * had the id. A body must move nothing else, and a confidential kind may only promise grams.
   */
  submit(command: BookCommand): Promise<BookOutcome> {
    return this.enqueue<BookOutcome>(commandId(command), command);
  }

  /**
   * The same for a request under an Idempotency-Key: what `answer` makes of the outcome is stored
   * and given again to whoever comes with the key, exactly as `UnitOfWork.run` does.
   */
  run<Answer>(
    ctx: CommandContext,
    command: BookCommand,
    answer: (outcome: BookOutcome) => Answer,
  ): Promise<Answer> {
    return this.enqueue<Answer>(`${ctx.actor.id}\n${ctx.key}`, command, { ctx, answer });
  }

  private async enqueue<Answer>(
    key: string,
    command: BookCommand,
    keyed?: Waiting['keyed'],
  ): Promise<Answer> {
    checkCommand(command);
    // Whoever comes second waits for the outcome of the first, and then finds it stored.
    for (let first = this.current.get(key); first; first = this.current.get(key)) {
      await first.catch(() => undefined);
    }
    const settled = new Promise<unknown>((resolve, reject) => {
      const size = JSON.stringify(command.body ?? {}).length + 300 * command.transfers.length;
      const id = commandId(command);
      this.queue.push({ command, id, size, ...(keyed && { keyed }), resolve, reject });
    });
    this.current.set(key, settled);
    this.wake();
    try {
      return (await settled) as Answer;
    } finally {
      this.current.delete(key);
    }
  }

  /** Starts a batch once everybody who is about to hand in a command has done so. */
  private wake(): void {
    if (this.writing) return;
    this.writing = true;
    setImmediate(() => void this.drain());
  }

  private async drain(): Promise<void> {
    try {
      while (this.queue.length > 0) await this.write(this.take());
    } finally {
      this.writing = false;
    }
  }

  private take(): Waiting[] {
    let [count, size] = [0, 0];
    for (const waiting of this.queue) {
      size += waiting.size;
      if (count === COMMANDS_MAX || (count > 0 && size > CHARACTERS_MAX)) break;
      count += 1;
    }
    return this.queue.splice(0, count);
  }

  /** Writes a batch by the shortest way that works; what nothing works for fails by itself. */
  private async write(batch: readonly Waiting[]): Promise<void> {
    try {
      if (await this.writeFast(batch)) return;
      await this.writeCarefully(batch);
    } catch (error) {
      if (batch.length === 1 || isUnavailable(error)) {
        for (const { reject } of batch) reject(error);
        return;
      }
      for (const waiting of batch) await this.write([waiting]);
    }
  }

  /** One statement on what the cache knows. False when something moved on: nothing is stored. */
  private async writeFast(waiting: readonly Waiting[]): Promise<boolean> {
    const now = this.clock.now();
    if (now === null || !this.mayGuess()) return false;
    if (!waiting.every(({ command }) => this.cache.covers(command.transfers))) return false;
    const batch = new CommandBatch(this.cache.books, now, this.config, true);
    for (const one of waiting) batch.decide(one);
    try {
      const [row] = await this.dataSource.query<{ now: string }[]>(
        SETTLE_BATCH,
        batch.parameters(),
      );
      this.clock.read(row?.now);
    } catch {
      this.cache.forget(waiting.flatMap(({ command }) => command.transfers));
      this.careful = {
        left: this.careful.next,
        next: Math.min(this.careful.next * 2, CAREFUL_MAX),
      };
      return false;
    }
    this.careful.next = 1;
    batch.settle();
    return true;
  }

  private mayGuess(): boolean {
    this.careful.left -= 1;
    return this.careful.left < 0;
  }

  /** Under the locks of all accounts, knowing what was settled before. */
  private async writeCarefully(waiting: readonly Waiting[], attempt = 1): Promise<void> {
    try {
      const batch = await this.dataSource.transaction(async (manager) => {
        const query: Query = (sql, parameters) => manager.query(sql, parameters);
        return this.storeCarefully(query, waiting);
      });
      batch.settle();
    } catch (error) {
      // Whether a batch was stored before its connection broke shows when it is looked up again.
      const again = isRetryable(error) || (attempt === 1 && isUnavailable(error));
      if (attempt >= ATTEMPTS_MAX || !again) throw error;
      await this.writeCarefully(waiting, attempt + 1);
    }
  }

  private async storeCarefully(query: Query, waiting: readonly Waiting[]): Promise<CommandBatch> {
    const books = await this.loader.open(
      query,
      waiting.flatMap(({ command }) => command.transfers),
    );
    const [row] = await query<{ now: string }>(DatabaseClock.SQL, []);
    this.clock.read(row?.now);
    const earlier = await SettledCommands.find(
      query,
      waiting.map(({ id }) => id),
      waiting.flatMap(({ keyed }) => (keyed ? [keyed.ctx] : [])),
    );
    const batch = new CommandBatch(books, this.clock.now() ?? '', this.config, false);
    for (const one of waiting) await batch.decideUnlessSettled(one, earlier);
    await query(SETTLE_BATCH, batch.parameters());
    batch.whenSettled(() => this.cache.learn(books));
    return batch;
  }
}
