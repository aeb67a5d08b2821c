import { DomainError } from '#domain/errors';
import { SALT_BYTES } from '#domain/log/entry';
import type { Config } from '#platform/config/config';
import { uuidArray } from '#platform/database/binary-array';
import { clockText } from '#platform/database/clock-text';
import type { CommandContext } from '#platform/database/command-context';
import { seededRandom, systemRandom, type RandomSource } from '#platform/database/identifiers';
import { encodeEntry, entryColumns, type EncodedEntry } from '#features/event-log/event-log';
import { bodyOf, type BookOutcome, type Waiting } from './book-command';
import { POST, PostingBatch, type OpenBooks } from './posting-batch';
import { contextOf, type SettledCommands } from './settled-commands';

/** Locks and checks the accounts first; the entries have their order from then on. */
export const SETTLE_BATCH = `
  select ${POST},
    log_append($33::uuid[], $34::boolean[], $35::text[], $36::bytea[], $37::bytea[],
      $38::bytea[]),
    books_settle($39::timestamptz, $40::boolean, $41, $42, $43::uuid[], $44::uuid[],
      $45::text[], $46::text[], $47::text[], $48::bytea[], $49::text[], $50),
    ${clockText('clock_timestamp()')} as now`;

/** An outcome to be stored under a key, since no transfer tells it. */
interface StoredOutcome {
  readonly id: string;
  readonly ctx: CommandContext;
  readonly outcome: 'done' | 'refused';
  readonly answer: string;
}

/** The batch's name, and that of the one it relies on while that is still being written. */
export interface Guess {
  readonly previous: string | null;
  readonly batch: string;
}

/** Commands decided in order on open books, with everything that the store must be told. */
export class CommandBatch {
  private readonly postings: PostingBatch;
  private readonly entries: EncodedEntry[] = [];
  private readonly refused: string[] = [];
  private readonly stored: StoredOutcome[] = [];
  /** What to do once the batch is on disk. */
  private readonly answers: (() => void)[] = [];

  constructor(
    books: OpenBooks,
    private readonly now: string,
    private readonly config: Config,
    /** Given when books and time are remembered and not read: the database then checks both. */
    private readonly guess?: Guess,
  ) {
    this.postings = new PostingBatch(books, now);
  }

  /** Answers a command that was settled before with its outcome of then, and decides another. */
  async decideUnlessSettled(waiting: Waiting, earlier: SettledCommands): Promise<void> {
    try {
      const answer = await earlier.answerTo(waiting);
      if (answer === undefined) return this.decide(waiting);
      this.whenSettled(() => waiting.resolve(answer));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      this.whenSettled(() => waiting.reject(error));
    }
  }

  /**
   * Decides one command; a refusal changes nothing and is stored as its outcome. The entry has the
   * id of the command, so that its envelope names it once.
   */
  decide(waiting: Waiting): void {
    const { command, id, keyed } = waiting;
    try {
      const balances = this.postings.add(id, command.transfers);
      const outcome: BookOutcome = { command: id, entry: id, recordedAt: this.now, balances };
      this.log(waiting);
      const answer = keyed ? keyed.answer(outcome) : outcome;
      if (keyed) this.store(id, keyed.ctx, 'done', answer);
      this.whenSettled(() => waiting.resolve(answer));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const { kind, code, message, facts } = error;
      this.postings.rely(command.transfers.flatMap(({ from, to }) => [from, to]));
      this.refused.push(id);
      const ctx = contextOf(command, keyed?.ctx);
      this.store(id, ctx, 'refused', { kind, code, message, facts });
      this.whenSettled(() => waiting.reject(error));
    }
  }

  private log({ command, id }: Waiting): void {
    const { kind, effectiveDate, member, actor } = command;
    const fields = { id, kind, effectiveDate, body: bodyOf(command) };
    const origin = { commandId: id, actor, recordedAt: this.now };
    const salt = this.randomFor(id)(1, SALT_BYTES);
    this.entries.push(encodeEntry({ ...fields, ...(member && { member }) }, origin, salt));
  }

  private store(
    id: string,
    ctx: CommandContext,
    outcome: StoredOutcome['outcome'],
    answer: unknown,
  ): void {
    this.stored.push({ id, ctx, outcome, answer: JSON.stringify(answer) });
  }

  /** The same seed and command give the same salt; without a seed nobody can tell it. */
  private randomFor(id: string): RandomSource {
    const seed = this.config.FIXED_SEED;
    return seed === undefined ? systemRandom : seededRandom(seed, id);
  }

  whenSettled(act: () => void): void {
    this.answers.push(act);
  }

  /** Tells everybody, now that the batch is on disk. */
  settle(): void {
    for (const answer of this.answers) answer();
  }

  /** The parameters of `SETTLE_BATCH`. */
  parameters(): unknown[] {
    const { stored } = this;
    const list = <Item>(of: (one: StoredOutcome) => Item): Item[] | null =>
      stored.length === 0 ? null : stored.map(of);
    return [
      ...this.postings.parameters(),
      ...entryColumns(this.entries),
      this.now,
      this.guess !== undefined && this.config.FIXED_CLOCK === undefined,
      this.guess?.previous ?? null,
      this.guess?.batch ?? '',
      this.refused.length === 0 ? null : uuidArray(this.refused, (id) => id),
      list(({ id }) => id),
      list(({ ctx }) => ctx.actor.id),
      list(({ ctx }) => ctx.key),
      list(({ ctx }) => ctx.route),
      list(({ ctx }) => ctx.requestDigest),
      list(({ outcome }) => outcome),
      stored.map(({ answer }) => answer).join('\n'),
    ];
  }
}
