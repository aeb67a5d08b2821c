import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { CommandContext } from '#platform/database/command-context';
import { Config } from '#platform/config/config';
import { PipelinedConnection } from '#platform/database/pipelined-connection';
import { isUnavailable } from '#platform/database/sql-state';
import {
  checkCommand,
  commandId,
  type BookCommand,
  type BookOutcome,
  type Waiting,
} from './book-command';
import { BooksCache } from './books-cache';
import { CarefulCommit } from './careful-commit';
import { DatabaseClock } from './database-clock';
import { OptimisticCommit } from './optimistic-commit';

/** Commands that share a transaction, and what their bodies may add up to in characters. */
const COMMANDS_MAX = 2_000;
const CHARACTERS_MAX = 1_048_576;
/** Batches under way at once: one in the database, and the one that is made meanwhile. */
const UNDER_WAY_MAX = 2;
/** From so many commands on, two halves one after the other are quicker than all at once. */
const HALVED_FROM = 16;

/**
 * Lets commands that only move grams share a transaction: while one batch is being written, the
 * next one fills. Each is decided on its own, in memory, on balances that the database confirms,
 * so that any number of processes may do so at once; one that is refused fails alone.
 */
@Injectable()
export class GroupCommit {
  private readonly queue: Waiting[] = [];
  /** Batches to be written carefully, in order, when nothing else is under way. */
  private readonly aside: (readonly Waiting[])[] = [];
  /** By id or client key, what is queued or being written. */
  private readonly current = new Map<string, Promise<unknown>>();
  private readonly optimistic: OptimisticCommit;
  private readonly careful: CarefulCommit;
  private woken = false;
  private writingCarefully = false;

  constructor(dataSource: DataSource, connection: PipelinedConnection, config: Config) {
    const [cache, clock] = [new BooksCache(), new DatabaseClock(config.FIXED_CLOCK)];
    this.optimistic = new OptimisticCommit(connection, config, cache, clock);
    this.careful = new CarefulCommit(dataSource, config, cache, clock);
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

  /** Goes on once everybody who is about to hand in a command has done so. */
  private wake(): void {
    if (this.woken) return;
    this.woken = true;
    setImmediate(() => {
      this.woken = false;
      this.next();
    });
  }

  /** Sends what may be sent, and writes what was put aside once nothing is under way. */
  private next(): void {
    while (this.queue.length > 0 && this.mayWrite() && this.optimistic.underWay < UNDER_WAY_MAX) {
      const batch = this.take();
      const sent = this.optimistic.send(batch);
      if (sent === null) this.aside.push(batch);
      else void this.follow(batch, sent);
    }
    if (this.aside.length > 0 && this.optimistic.underWay === 0 && !this.writingCarefully) {
      void this.writeAside();
    }
  }

  private mayWrite(): boolean {
    return this.aside.length === 0 && !this.writingCarefully;
  }

  private async follow(batch: readonly Waiting[], sent: Promise<boolean>): Promise<void> {
    if (!(await sent)) this.aside.push(batch);
    this.wake();
  }

  private async writeAside(): Promise<void> {
    this.writingCarefully = true;
    for (const batch of this.aside.splice(0)) await this.write(batch);
    this.writingCarefully = false;
    this.wake();
  }

  private take(): Waiting[] {
    const { length } = this.queue;
    const alone = this.optimistic.underWay === 0 && length >= HALVED_FROM;
    const most = Math.min(alone ? Math.ceil(length / 2) : length, COMMANDS_MAX);
    let [count, size] = [0, 0];
    for (const waiting of this.queue) {
      size += waiting.size;
      if (count === most || (count > 0 && size > CHARACTERS_MAX)) break;
      count += 1;
    }
    return this.queue.splice(0, count);
  }

  /** What cannot be stored together is stored one by one; what nothing works for fails alone. */
  private async write(batch: readonly Waiting[]): Promise<void> {
    try {
      await this.careful.write(batch);
    } catch (error) {
      if (batch.length === 1 || isUnavailable(error)) {
        for (const { reject } of batch) reject(error);
        return;
      }
      for (const waiting of batch) await this.write([waiting]);
    }
  }
}
